import { loadavg } from 'node:os'
import { setTimeout as pass } from 'node:timers/promises'
import { median, percentile } from '../bench/result.ts'
import { BREAKS } from './breaks.ts'
import { pictureBack, watchFrames } from './frame-clock.ts'
import { meetOnTheNetwork, test, type Lab } from './lab.ts'

const RUNS = Number(process.env['NETLAB_RUNS'])
/** After a picture that was steady again, so that a break does not always meet the same moment of a call. */
const REST_MS = 1_500
const SPREAD_MS = 1_000

for (const { name, networks, happens, bar } of BREAKS) {
  test.describe(() => {
    test.use({ networks })
    test(name, async ({ lab }) => {
      await aWatchedCall(lab)
      const samples: number[] = []
      for (let run = 0; run < RUNS; run += 1) {
        await pass(REST_MS + Math.random() * SPREAD_MS)
        const since = await happens(lab)
        samples.push(Math.max(...(await bothBack(lab, since))))
        say(`${name}, run ${run + 1}: ${samples.at(-1)} ms`)
      }
      const [middle, late, worst] = [median(samples), percentile(samples, 95), Math.max(...samples)]
      const asked = bar === null ? '' : `, bar ${bar}`
      say(`${name}: median ${middle}, p95 ${late}, worst ${worst} ms of ${RUNS}${asked}; load ${load()}`)
    })
  })
}

async function aWatchedCall(lab: Lab): Promise<void> {
  await meetOnTheNetwork(lab)
  await watchFrames(lab.patient, lab.doctor)
  await watchFrames(lab.doctor, lab.patient)
}

const bothBack = ({ patient, doctor }: Lab, since: number): Promise<number[]> =>
  Promise.all([pictureBack(patient, since), pictureBack(doctor, since)])

const load = (): string => loadavg()[0]?.toFixed(1) ?? ''

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
