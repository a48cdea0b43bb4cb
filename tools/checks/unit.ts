import * as z from 'zod'
import { installCoturn } from './debian.ts'
import { runPackage, withReport } from './programs.ts'
import { tallyOf, type Tier } from './tier.ts'

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
    await installCoturn()
    return withReport(
      (path) =>
        runPackage('vitest', 'vitest.mjs', [
          'run',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${path}`,
        ]),
      (report, exitCode) => {
        const counted = reportSchema.parse(report ?? NOTHING)
        const skipped = counted.numPendingTests + counted.numTodoTests
        return tallyOf({ passed: counted.numPassedTests, failed: counted.numFailedTests, skipped }, exitCode)
      },
    )
  },
}
