import { mkdtemp, rm } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { NONCE_SECONDS, TOTAL_QUOTA, USER_QUOTA } from '../apps/server/src/modules/relay/coturn-config.ts'
import { Coturn } from '../apps/server/src/modules/relay/coturn.ts'
import { findCoturn } from '../apps/server/src/modules/relay/find-coturn.ts'
import { createLogger } from '../apps/server/src/platform/logger.ts'
import { aFreePort } from '../apps/server/src/testing/free-port.ts'
import { expect, test } from './fixtures.ts'
import { aVisit, type Person } from './people.ts'
import { TestServer } from './server.ts'

const SECRET = 'of these tests alone'

/** coturn relays to no loopback address. */
const ADDRESS = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address

interface Relay {
  port: number
  coturn: Coturn
}

const it = test.extend<{ relays: readonly [Relay, Relay] }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
  relays: async ({}, use) => {
    const relays = [await aRelay(), await aRelay()] as const
    await use(relays)
    for (const { coturn } of relays) await coturn[Symbol.asyncDispose]()
  },
  server: async ({ relays }, use) => {
    const server = await TestServer.start({
      VISITA_TURN_URLS: relays.map(({ port }) => `turn:${ADDRESS}:${port}`).join(),
      VISITA_TURN_SECRET: SECRET,
      VISITA_RELAY_ONLY: '1',
    })
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
  await dying?.coturn[Symbol.asyncDispose]()
  const killed = performance.now()
  await Promise.all([patient, doctor].map((person) => expect.poll(() => relayPort(person)).not.toBe(port)))
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])
  process.stdout.write(`over the other relay after ${Math.round(performance.now() - killed)} ms\n`)
  await Promise.all([patient.isConnected(), doctor.isConnected()])
})

async function aRelay(): Promise<Relay> {
  const program = await findCoturn()
  // The machine has to have them: a test that is left out by itself would look like one that was passed.
  if (program === null || ADDRESS === undefined) throw new Error('needs coturn, and an address in a network')
  const folder = await mkdtemp(join(tmpdir(), 'visita-relay-'))
  const port = await aFreePort(ADDRESS)
  const coturn = await Coturn.start(
    program,
    {
      realm: 'visita',
      secret: SECRET,
      addresses: [ADDRESS],
      publicAddress: null,
      port,
      tls: null,
      userQuota: USER_QUOTA,
      totalQuota: TOTAL_QUOTA,
      nonceSeconds: NONCE_SECONDS,
      database: join(folder, 'turn.db'),
    },
    { folder, logger: createLogger('silent', process.stdout) },
  )
  await expect.poll(() => coturn.state).toBe('running')
  // It has read its configuration, and keeps nothing else that is of use.
  await rm(folder, { recursive: true })
  return { port, coturn }
}

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
