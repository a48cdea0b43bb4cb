import * as z from 'zod'
import { coturnMissing } from './debian.ts'
import { runPackage, withReport } from './programs.ts'
import { notRun, type Tally, tallyOf, type Tier } from './tier.ts'

/** The part of Vitest's JSON report that is counted. */
const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
})
const NOTHING = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }

/** Whose names end so are tests of the real relay. */
const WITH_COTURN = '**/*.coturn.test.ts'

export const unit: Tier = {
  name: 'unit',
  run: async () => {
    const missing = await coturnMissing()
    if (missing === null) return runVitest()
    const { passed, failed } = await runVitest(['--exclude', WITH_COTURN])
    const without = notRun(missing)
    return { ...without, passed, failed: failed + without.failed }
  },
}

const runVitest = (more: string[] = []): Promise<Tally> =>
  withReport(
    (path) =>
      runPackage('vitest', 'vitest.mjs', [
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${path}`,
        ...more,
      ]),
    (report, exitCode) => {
      const counted = reportSchema.parse(report ?? NOTHING)
      const skipped = counted.numPendingTests + counted.numTodoTests
      return tallyOf({ passed: counted.numPassedTests, failed: counted.numFailedTests, skipped }, exitCode)
    },
  )
