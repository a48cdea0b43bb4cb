import { loadavg } from 'node:os'
import { median } from '../bench/result.ts'
import type { Person } from '../e2e/people.ts'
import { comeIn, test, type Lab, type Networks, type People } from './lab.ts'

const RUNS = Number(process.env['NETLAB_RUNS'])
/** Somebody who waits longer gives up, in milliseconds. */
const PATIENCE = 20_000
const BACK = 'Back to the people here'

const SCENARIOS: { name: string; networks: Networks }[] = [
  { name: 'two homes', networks: { patient: 'cone', doctor: 'cone' } },
  { name: 'symmetric routers on both sides', networks: { patient: 'symmetric', doctor: 'symmetric' } },
  { name: 'a hospital', networks: { patient: 'hospital', doctor: 'cone' } },
  { name: 'two hospitals', networks: { patient: 'hospital', doctor: 'hospital' } },
  { name: 'a proxy with a login', networks: { patient: 'proxied', doctor: 'cone' } },
  { name: 'the relay alone', networks: { patient: 'cone', doctor: 'cone', relayOnly: true } },
]

/* Calls set up in a row between the same two pages; one that does not connect is told with what both pages know. */
for (const { name, networks } of SCENARIOS) {
  test.describe(() => {
    test.use({ networks })
    test(`calls in a row: ${name}`, async ({ lab }) => {
      await comeIn(lab)
      const times: number[] = []
      for (let run = 0; run < RUNS; run += 1) {
        const told = async (error: unknown): Promise<null> => {
          say(`${name}, call ${run + 1}: ${String(error)}\n${await whatBothKnow(lab)}`)
          return null
        }
        const time = await aCall(lab).catch(told)
        if (time !== null) times.push(time)
        // One that could not be ended has connected all the same.
        const ended = time !== null && (await end(lab).then(() => true, told))
        if (ended !== true) await comeIn(lab)
      }
      const middle = Math.round(median(times) ?? Number.NaN)
      const load = loadavg()[0]?.toFixed(1) ?? ''
      say(
        `calls in a row: ${name}: ${times.length} of ${RUNS}, first picture after ${middle} ms, at most ${Math.max(...times)}; load ${load}`,
      )
    })
  })
}

/** Resolves with the time from the answer to both pictures. */
async function aCall({ patient, doctor }: Lab): Promise<number> {
  await patient.calls(doctor)
  await doctor.answers()
  const answered = performance.now()
  await within(Promise.all([patient.sees(doctor), doctor.sees(patient)]))
  return Math.round(performance.now() - answered)
}

async function end({ patient, doctor }: Lab): Promise<void> {
  await patient.ends()
  for (const person of [patient, doctor]) await person.press(BACK)
}

async function within(work: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`no picture within ${PATIENCE} ms`)), PATIENCE)
  await Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}

async function whatBothKnow({ patient, doctor }: People): Promise<string> {
  const known = await Promise.all([patient, doctor].map(whatIsKnown))
  return known.join('\n')
}

async function whatIsKnown({ name, page }: Person): Promise<string> {
  const text = await page.innerText('body').catch(String)
  const connections = await page.evaluate(async () =>
    Promise.all(
      pageWatch.connections.slice(-2).map(async (connection) => {
        const { connectionState, iceConnectionState, iceGatheringState, signalingState } = connection
        const stats: Record<string, unknown>[] = Array.from((await connection.getStats()).values())
        const count = (kind: string): number => stats.filter(({ type }) => type === kind).length
        const pairs = stats.filter(({ type }) => type === 'candidate-pair').map(({ state }) => state)
        return {
          connectionState,
          iceConnectionState,
          iceGatheringState,
          signalingState,
          local: count('local-candidate'),
          remote: count('remote-candidate'),
          pairs,
        }
      }),
    ),
  )
  return `  ${name}: ${JSON.stringify(connections)}\n  ${text.replaceAll('\n', ' | ')}`
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
