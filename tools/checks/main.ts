/* Every check there is, one after the other; a failing one does not hide the next. The last line is the sum. */
import { parseArgs } from 'node:util'
import { command, Halt } from '../setup/halt.mjs'
import { browser, long } from './browser.ts'
import { netlab } from './netlab.ts'
import { build, deadCode, format, lint } from './statics.ts'
import { summarise, type Tally, type Tier } from './tier.ts'
import { unit } from './unit.ts'

const TIERS: Tier[] = [format, lint, deadCode, unit, build, browser, netlab]
/** Only where they are asked for. */
const ON_REQUEST: Tier[] = [long]

await command(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  const named = [...TIERS, ...ON_REQUEST]
  const tiers = values.only === undefined ? TIERS : named.filter(({ name }) => name === values.only)
  if (tiers.length === 0) throw new Halt(`--only takes one of: ${named.map(({ name }) => name).join(', ')}`)
  const tallies: Tally[] = []
  for (const tier of tiers) tallies.push(await report(tier))
  const { line, exitCode } = summarise(tallies)
  console.log(`\n${line}`)
  return exitCode
})

async function report(tier: Tier): Promise<Tally> {
  console.log(`\n== ${tier.name} ==`)
  const startedAt = performance.now()
  const tally = await tier.run()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  if (tally.notRun !== undefined) console.log(`NOT RUN: ${tier.name} tests, because: ${tally.notRun}`)
  console.log(`-- ${tier.name}: ${tally.passed} passed, ${tally.failed} failed in ${seconds} s`)
  return tally
}
