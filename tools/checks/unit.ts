import * as z from 'zod'
import { unmetNeeds } from './needs.ts'
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

export const unit: Tier = {
  name: 'unit',
  run: async () => {
    const unmet = await unmetNeeds()
    if (unmet.length === 0) return runVitest()
    const { passed, failed } = await runVitest(unmet.flatMap(({ pattern }) => ['--exclude', pattern]))
    const without = notRun(unmet.map(({ reason }) => reason).join(' '))
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
