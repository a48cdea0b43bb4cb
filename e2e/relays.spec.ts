import { expect, test } from './fixtures.ts'
import { aVisit, type Person } from './people.ts'
import { aRelay, type Relay, relaySettings } from './relay.ts'
import { TestServer } from './server.ts'

const it = test.extend<{ relays: readonly [Relay, Relay] }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
  relays: async ({}, use) => {
    const relays = [await aRelay(), await aRelay()] as const
    await use(relays)
    for (const relay of relays) await relay[Symbol.asyncDispose]()
  },
  server: async ({ relays }, use) => {
    const server = await TestServer.start({ ...relaySettings(relays), VISITA_RELAY_ONLY: '1' })
    await use(server)
    await server.stop()
  },
})

it('[B4] a call goes on over another relay when its own dies', async ({ browser, relays }) => {
  const { patient, doctor } = await aVisit(browser)
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])
  const port = await relayPort(patient)
  const dying = relays.find((relay) => relay.port === port)
  expect(dying).toBeDefined()
  const killed = performance.now()
  await dying?.[Symbol.asyncDispose]()
  await Promise.all(
    [patient, doctor].map((person) =>
      expect.poll(() => relayPort(person), { intervals: [50] }).not.toBe(port),
    ),
  )
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])
  process.stdout.write(`over the other relay after ${Math.round(performance.now() - killed)} ms\n`)
  await Promise.all([patient.isConnected(), doctor.isConnected()])
})

/** The port of the relay that this person's page sends through, by its own word. */
const relayPort = ({ page }: Person): Promise<number | null> =>
  page.evaluate(async () => {
    const connection = pageWatch.connections.findLast(
      ({ connectionState }) => connectionState === 'connected',
    )
    const all = Array.from((await connection?.getStats())?.values() ?? [])
    const { selectedCandidatePairId } = all.find(({ type }) => type === 'transport') ?? {}
    const pair = all.find(({ id }) => id === selectedCandidatePairId)
    const local = all.find(({ id }) => id === pair?.localCandidateId)
    return typeof local?.url === 'string' ? Number(/:(\d+)(?:\?|$)/.exec(local.url)?.[1]) : null
  })
