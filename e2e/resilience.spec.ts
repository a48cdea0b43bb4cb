import { randomBytes } from 'node:crypto'
import { PROTOCOL_VERSION } from '@visita/protocol'
import { io } from 'socket.io-client'
import { CuttableProxy } from '../bench/cuttable-proxy.ts'
import { expect, test } from './fixtures.ts'
import { aFile } from './files-on-disk.ts'
import { aPersonInTheLobby, aVisit, type Person } from './people.ts'
import { recordOf } from './record.ts'
import { TestServer } from './server.ts'

const OFFLINE = 'Visita cannot be reached at this moment; your call goes on.'

test('a server that is killed and started again changes nothing in a running call', async ({
  browser,
  server,
}) => {
  const { patient, doctor } = await aVisit(browser)
  // Large enough to be under way still when the server goes.
  await patient.sends(await aFile('Film.bin', 60))
  await doctor.opens('Files')
  await expect(patient.fileCard('Film.bin').getByRole('progressbar')).toBeVisible()
  await server.kill('SIGKILL')
  await expect(doctor.fileCard('Film.bin').getByRole('progressbar')).toBeVisible()
  await Promise.all([patient.reads(OFFLINE), doctor.reads(OFFLINE)])
  await Promise.all([patient.sees(doctor), doctor.sees(patient), patient.hears(doctor)])
  await patient.writes('Written while the server was away')
  await doctor.hasRead('Written while the server was away')
  await doctor.opens('Files')
  await expect(doctor.fileCard('Film.bin')).toContainText('complete and unchanged', { timeout: 30_000 })

  await server.start()
  await Promise.all([patient.isConnected(), doctor.isConnected()])
  await stillTheSameConnection(patient, doctor)
  await Promise.all([patient.sees(doctor), doctor.sees(patient)])

  await patient.ends()
  await patient.reads('Everything is saved.')
  const record = await recordOf(patient)
  expect(record.messages.map(({ text }) => text)).toEqual(['Written while the server was away'])
  expect(record.files).toMatchObject([{ name: 'Film.bin', complete: true }])
})

test.describe('behind a router that restarts', () => {
  const it = test.extend<{ router: CuttableProxy }>({
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from this pattern
    router: async ({}, use) => {
      const router = await CuttableProxy.listen()
      await use(router)
      router.close()
    },
    server: async ({ router }, use) => {
      const server = await TestServer.start({ VISITA_ORIGINS: router.url })
      router.forwardTo(server.url)
      await use(server)
      await server.stop()
    },
    baseURL: async ({ router }, use) => use(router.url),
  })

  it('a web socket that is cut comes back, and the call goes on through it', async ({
    browser,
    router,
    server,
  }) => {
    const { patient, doctor } = await aVisit(browser)
    router.forwardTo('http://localhost:1')
    router.cut()
    await Promise.all([patient.reads(OFFLINE), doctor.reads(OFFLINE)])
    await Promise.all([patient.sees(doctor), doctor.sees(patient)])
    await doctor.writes('Written while the line was cut')
    await patient.hasRead('Written while the line was cut')

    router.forwardTo(server.url)
    await Promise.all([patient.isConnected(), doctor.isConnected()])
    await stillTheSameConnection(patient, doctor)
    await doctor.ends()
    await doctor.reads('Everything is saved.')
    const record = await recordOf(doctor)
    expect(record.messages.map(({ text }) => text)).toEqual(['Written while the line was cut'])
  })
})

for (const who of ['patient', 'doctor'] as const) {
  test(`a reload brings the ${who} back into the call, with what was written before`, async ({ browser }) => {
    const visit = await aVisit(browser)
    const { patient, doctor } = visit
    await patient.writes('Written before the reload')
    await doctor.hasRead('Written before the reload')
    await visit[who].page.reload()
    await Promise.all([patient.isConnected(), doctor.isConnected()])
    await Promise.all([
      patient.sees(doctor),
      doctor.sees(patient),
      patient.hears(doctor),
      doctor.hears(patient),
    ])
    await visit[who].hasRead('Written before the reload')
    await doctor.writes('Written after the reload')
    await patient.hasRead('Written after the reload')
  })
}

test('[B1] a guessed Room ID is refused and logged', async ({ browser, server }) => {
  await aVisit(browser)
  const stranger = await aPersonInTheLobby(browser, 'Somebody else here')
  const cookies = await stranger.page.context().cookies()
  const socket = io(server.url, {
    transports: ['websocket'],
    auth: { protocol: PROTOCOL_VERSION },
    extraHeaders: {
      cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
      origin: server.url,
    },
  })
  const guess = { roomId: randomBytes(16).toString('base64url'), intent: 'take_over' }
  const answer: unknown = await socket.timeout(5_000).emitWithAck('room:join', guess)
  socket.disconnect()
  expect(answer).toEqual({ ok: false, error: 'not_invited' })
  await expect.poll(() => server.log.filter((line) => line.includes('room_refused'))).toHaveLength(1)
  expect(server.log.join()).not.toContain(stranger.name)
})

/** Each page has opened one peer connection in its life, and that is the one that stands. */
async function stillTheSameConnection(...people: Person[]): Promise<void> {
  for (const { page } of people) {
    const states = await page.evaluate(() =>
      pageWatch.connections.map((connection) => connection.connectionState),
    )
    expect(states).toEqual(['connected'])
  }
}
