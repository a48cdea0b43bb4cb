import { join } from 'node:path'
import * as z from 'zod'
import { ROOT } from '../setup/root.mjs'
import { run } from '../setup/run.mjs'
import { chromiumOrReason } from './chromium.ts'
import { environment, withReport } from './programs.ts'
import { notRun, tallyOf, type Tally } from './tier.ts'

/** The part of Playwright's JSON report that is counted. */
const reportSchema = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
})
const NOTHING = { stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } }
const CLI = join(ROOT, 'node_modules/@playwright/test/cli.js')

/** Runs the tests of a folder in a real Chromium, by `launcher` where they need more than a process of ours. */
export async function inChromium(
  folder: string,
  {
    launcher = [],
    more = [],
    env = {},
  }: { launcher?: string[]; more?: string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Tally> {
  const chromium = await chromiumOrReason()
  if ('reason' in chromium) return notRun(chromium.reason)
  const [program = '', ...args] = [...launcher, process.execPath, CLI, 'test', `--config=${folder}`, ...more]
  return withReport(
    (path) =>
      run(program, args, {
        env: environment({ ...env, ...chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: path }),
      }),
    (report, exitCode) => {
      const { expected, unexpected, flaky, skipped } = reportSchema.parse(report ?? NOTHING).stats
      return tallyOf({ passed: expected, failed: unexpected + flaky, skipped }, exitCode)
    },
  )
}
