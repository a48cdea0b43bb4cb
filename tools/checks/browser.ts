import * as z from 'zod'
import { chromiumOrReason } from './chromium.ts'
import { runPackage, withReport } from './programs.ts'
import { tallyOf, type Tier } from './tier.ts'

/** The part of Playwright's JSON report that is counted. */
const reportSchema = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
})
const NOTHING = { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }

export const browser: Tier = {
  name: 'browser',
  run: async () => {
    const chromium = await chromiumOrReason()
    if ('reason' in chromium) {
      return { passed: 0, failed: process.env['CI'] === 'true' ? 1 : 0, notRun: chromium.reason }
    }
    return withReport(
      (path) =>
        runPackage('@playwright/test', 'cli.js', ['test', '--config=e2e'], {
          CHROMIUM: chromium.path,
          PLAYWRIGHT_JSON_OUTPUT_FILE: path,
        }),
      (report, exitCode) => {
        const { expected, unexpected, flaky, skipped } = reportSchema.parse(report ?? NOTHING).stats
        return tallyOf({ passed: expected, failed: unexpected + flaky, skipped }, exitCode)
      },
    )
  },
}
