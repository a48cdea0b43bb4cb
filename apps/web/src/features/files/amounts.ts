const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** "12.3 MB" in the language of the page, by thousands, as file managers say it. */
export function formatSize(bytes: number, language: string): string {
  const power = bytes < 1_000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1)
  const unit = UNITS[power] ?? 'gigabyte'
  const maximumFractionDigits = power > 1 ? 1 : 0
  // "byte" has no short form that people read as a word.
  const unitDisplay = power === 0 ? 'long' : 'short'
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(
    bytes / 1_000 ** power,
  )
}

/** "2.4 MB/s". */
export function formatSpeed(bytesPerSecond: number, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'megabyte-per-second',
    maximumFractionDigits: 1,
  }).format(bytesPerSecond / 1_000_000)
}

/** "3 seconds", "5 minutes"; never less than one, because zero reads as finished. */
export function formatTimeLeft(seconds: number, language: string): string {
  const [count, unit] = seconds < 90 ? [seconds, 'second'] : [seconds / 60, 'minute']
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  }).format(Math.max(1, Math.round(count)))
}
