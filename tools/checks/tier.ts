/** What one tier of `npm test` came to. `notRun` says why it, or a part of it, could not run: never green. */
export interface Tally {
  passed: number
  failed: number
  notRun?: string
}

export interface Tier {
  name: string
  run(): Promise<Tally>
}

/** What cannot run is a failure where everything must. */
export const notRun = (reason: string): Tally & { notRun: string } => ({
  passed: 0,
  failed: process.env['CI'] === 'true' ? 1 : 0,
  notRun: reason,
})

/** Two runs of one tier. */
export function together(first: Tally, second: Tally): Tally {
  const reason = first.notRun ?? second.notRun
  const counts = { passed: first.passed + second.passed, failed: first.failed + second.failed }
  return reason === undefined ? counts : { ...counts, notRun: reason }
}

export interface TestCounts {
  passed: number
  failed: number
  skipped: number
}

/**
 * A skipped test counts as failed, and so does a tier that ran nothing, or one whose runner failed although
 * every test passed (an error outside any test, a file that could not be loaded).
 */
export function tallyOf({ passed, failed, skipped }: TestCounts, exitCode: number): Tally {
  const bad = failed + skipped
  const brokenSilently = bad === 0 && (exitCode !== 0 || passed === 0)
  return { passed, failed: brokenSilently ? 1 : bad }
}

/** The sum over tiers, as the last line says it and the exit code has it. */
export function summarise(tallies: Tally[]): { line: string; exitCode: 0 | 1 } {
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0)
  const complete = tallies.length > 0 && tallies.every((tally) => tally.notRun === undefined)
  return { line: `${passed} passed, ${failed} failed`, exitCode: complete && failed === 0 ? 0 : 1 }
}
