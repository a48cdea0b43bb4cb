import { loadavg } from 'node:os'
import { setTimeout as pass } from 'node:timers/promises'
import { median } from '../bench/result.ts'
import { expect, meetOnTheNetwork, test } from './lab.ts'
import { pictureRate, steadyRate } from './line-figures.ts'
import { concealmentOver } from './voice-heard.ts'

const RUNS = Number(process.env['NETLAB_RUNS'])
const SHARE_BACK = 0.8
/** So that the browser has found out what the cap leaves it, and not always the same moment of its search; milliseconds. */
const CAPPED = 15_000
const SPREAD = 4_000
/** Seconds of the voice that are looked at. */
const SPOKEN = 20

test.use({ networks: { patient: 'cone', doctor: 'cone', cameras: 'browser' } })

test('a cap of 400 kbit/s is lifted', async ({ lab }) => {
  const { patient, lines } = lab
  await meetOnTheNetwork(lab)
  const samples: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const before = await steadyRate(patient.page)
    lines.patient.limit(400_000)
    await expect.poll(() => pictureRate(patient.page), { timeout: 60_000 }).toBeLessThan(0.6 * before)
    await pass(CAPPED + Math.random() * SPREAD)
    lines.patient.limit(null)
    const lifted = performance.now()
    await expect
      .poll(() => pictureRate(patient.page), { timeout: 90_000, intervals: [50] })
      .toBeGreaterThanOrEqual(SHARE_BACK * before)
    samples.push(Math.round(performance.now() - lifted))
    say(`a cap lifted, run ${run + 1}: ${Math.round(before / 1_000)} kbit/s, back after ${samples.at(-1)} ms`)
  }
  const [middle, worst] = [median(samples), Math.max(...samples)]
  say(`a cap lifted: median ${middle}, worst ${worst} ms of ${RUNS}, bar 8000; load ${load()}`)
})

test('an old computer on half a megabit', async ({ lab }) => {
  const { patient, doctor, lines } = lab
  await meetOnTheNetwork(lab)
  const devtools = await patient.page.context().newCDPSession(patient.page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  lines.patient.limit(512_000)
  const shares: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    const { audible } = await concealmentOver(doctor.page, SPOKEN)
    shares.push(audible)
    await Promise.all([doctor.sees(patient), patient.sees(doctor)])
    say(
      `an old computer, run ${run + 1}: ${percent(shares.at(-1))} of the voice was made up; both pictures move`,
    )
  }
  const [middle, worst] = [median(shares) ?? undefined, Math.max(...shares)]
  say(`an old computer: median ${percent(middle)}, worst ${percent(worst)} of ${RUNS}; load ${load()}`)
})

const percent = (share = Number.NaN): string => `${(100 * share).toFixed(1)} %`

const load = (): string => loadavg()[0]?.toFixed(1) ?? ''

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
