import { defineConfig, type ReporterDescription } from '@playwright/test'
import { chromium } from './browser.ts'

const reporters: ReporterDescription[] = [['list']]
// Without a file the JSON reporter writes to the terminal.
if (process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] !== undefined) reporters.push(['json'])

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  globalSetup: './global-setup.ts',
  reporter: reporters,
  // Two browsers with video fill two cores; a retry would hide what must be found.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // For a test that hangs; what is waited for are states.
  timeout: 120_000,
  expect: { timeout: 10_000 },
  use: {
    actionTimeout: 15_000,
    launchOptions: chromium(),
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
