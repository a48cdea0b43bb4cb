import { framesSince, watchFrames } from './frame-clock.ts'
import { expect, meetOnTheNetwork, test } from './lab.ts'

const LIFE_SECONDS = 60
const CALL_MS = 5 * 60_000

test.use({
  networks: {
    patient: 'cone',
    doctor: 'cone',
    relayOnly: true,
    settings: { VISITA_TURN_CREDENTIAL_SECONDS: String(LIFE_SECONDS) },
  },
})

/* F6. Its own command, because it takes as long as it says: npm run netlab -- --measure credentials. */
test('[A14] credentials of a minute, renewed through five minutes by the relay alone, drop nothing', async ({
  lab,
}) => {
  const { patient, doctor } = lab
  await meetOnTheNetwork(lab)
  await watchFrames(doctor, patient)
  await watchFrames(patient, doctor)
  for (const { page } of [patient, doctor]) await page.evaluate(noteStates)
  const since = Date.now()
  await expect
    .poll(() => Date.now() - since, { timeout: 2 * CALL_MS, intervals: [5_000] })
    .toBeGreaterThan(CALL_MS)
  for (const { name, page } of [patient, doctor]) {
    const { perSecond, longestGap } = await framesSince(page, since)
    const { states, renewals } = await page.evaluate(() => credentialWatch)
    process.stdout.write(
      `${name}: ${renewals} renewals, ${states.length} changes of the connection, ${perSecond.toFixed(1)} frames a second, ${Math.round(longestGap)} ms between two at most\n`,
    )
    expect(states).toEqual([])
    expect(renewals).toBeGreaterThanOrEqual(CALL_MS / 1_000 / LIFE_SECONDS)
  }
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])
  await Promise.all([patient.isConnected(), doctor.isConnected()])
})

declare global {
  /** How often the connection has changed its state, and was given new credentials. */
  var credentialWatch: { states: string[]; renewals: number }
}

/** Runs in the page, and uses nothing outside itself. */
function noteStates(): void {
  const watch: typeof credentialWatch = { states: [], renewals: 0 }
  globalThis.credentialWatch = watch
  const connection = pageWatch.connections.findLast(({ connectionState }) => connectionState === 'connected')
  if (!connection) throw new Error('there is no connection')
  connection.addEventListener('iceconnectionstatechange', () =>
    watch.states.push(connection.iceConnectionState),
  )
  const setConfiguration = connection.setConfiguration.bind(connection)
  connection.setConfiguration = (configuration) => {
    watch.renewals += 1
    setConfiguration(configuration)
  }
}
