import type { LaunchOptions } from '@playwright/test'

/**
 * Chromium with fake cameras and microphones that need no permission; $CHROMIUM says where it is. Further
 * arguments come last, where they win: `--use-fake-ui-for-media-stream=deny` is a person who refuses.
 */
export const chromium = (cameras = 1, ...more: string[]): LaunchOptions => ({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    `--use-fake-device-for-media-stream=device-count=${cameras}`,
    '--use-fake-ui-for-media-stream',
    // Without it two pages on a machine that has no other network find no way to each other.
    '--allow-loopback-in-peer-connection',
    // The page that is not in front keeps its timers and its picture, as on a second machine.
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    ...more,
  ],
})

/**
 * The same engine without a window around each page, where it is there (Debian's chromium-headless-shell): it takes
 * two thirds of the time.
 */
export const headlessShell = (...given: Parameters<typeof chromium>): LaunchOptions => {
  const shell = process.env['CHROMIUM_SHELL']
  return { ...chromium(...given), ...(shell !== undefined && { executablePath: shell }) }
}
