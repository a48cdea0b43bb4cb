/** What a browser calls itself, most telling first: many also name the others, for old servers' sake. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\/|\bOPiOS\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bCriOS\/|\bChrome\/|\bHeadlessChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** A device in the words of whoever owns it; null for what cannot be told. */
export interface DeviceWords {
  browser: string | null
  system: string | null
}

/** Reads the User-Agent header of a browser. It is for people to recognise their devices by, and proves nothing. */
export const deviceWords = (userAgent: string): DeviceWords => ({
  browser: firstOf(BROWSERS, userAgent),
  system: firstOf(SYSTEMS, userAgent),
})

const firstOf = (names: typeof BROWSERS, userAgent: string): string | null =>
  names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null

/** Where a browser lets a page that was refused have camera and microphone after all. */
export type Allowance = 'chrome' | 'android' | 'firefox' | 'safari' | 'iphone' | 'other'

export function allowanceOf(userAgent: string): Allowance {
  const { browser, system } = deviceWords(userAgent)
  // All browsers there ask and remember as the system's own does.
  if (system === 'iPhone' || system === 'iPad') return 'iphone'
  if (browser === 'Firefox') return system === 'Android' ? 'android' : 'firefox'
  if (browser === 'Safari') return 'safari'
  if (browser === null) return 'other'
  return system === 'Android' ? 'android' : 'chrome'
}
