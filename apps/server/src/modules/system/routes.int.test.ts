import { join } from 'node:path'
import { auditPageSchema, systemReplySchema, type SystemReply } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { anAccount, anAdministrator } from '../../testing/accounts.ts'
import { aFreePort } from '../../testing/free-port.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Browser
beforeEach(async () => {
  folder = await aFolder()
})
afterEach(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

async function aClinic(env: Record<string, string> = {}): Promise<void> {
  server = await aServer(join(folder.path, 'data'), { env })
  ada = await anAdministrator(server)
}
const backups = (): string => join(folder.path, 'backups')
const look = async (): Promise<SystemReply> =>
  systemReplySchema.parse(await (await ada.fetch('/api/system')).json())
const backUp = (by: Pick<Browser, 'fetch'>) => by.fetch('/api/backups', { method: 'POST' })

/** With what the schedule made when the server started put aside. */
async function aClinicWithBackups(): Promise<void> {
  await aClinic({ VISITA_BACKUP_FOLDER: backups() })
  await vi.waitUntil(async () => (await look()).backups?.nextAt !== null, { timeout: 20_000 })
}

describe('[B35] how the server is', () => {
  test('is told to administrators alone', async () => {
    await aClinic()
    const doctor = await anAccount(server, ada, ['doctor'])
    for (const browser of [server.stranger(), doctor]) {
      expect([401, 403]).toContain((await browser.fetch('/api/system')).status)
      expect([401, 403]).toContain((await backUp(browser)).status)
    }
  })

  test('is told in numbers, also where no backups are made by themselves', async () => {
    await aClinic()
    const before = await look()
    expect(before).toMatchObject({
      version: '0.1.0',
      certificateEndsAt: null,
      backups: null,
      forwarder: null,
    })
    expect(before.databaseBytes).toBeGreaterThan(10_000)
    expect(before.freeBytes).toBeGreaterThan(0)
    await anAccount(server, ada, ['patient'])
    expect((await look()).keys).toBeGreaterThan(before.keys)
    const reply = await backUp(ada)
    expect([reply.status, await reply.json()]).toEqual([409, { error: 'conflict', detail: 'backupFolder' }])
  })
})

describe('[F5] a relay that cannot be reached', () => {
  test('keeps no server from starting, and an administrator is told of it', async () => {
    const port = await aFreePort('127.0.0.1')
    await aClinic({
      VISITA_TURN_URLS: `turn:127.0.0.1:${port}?transport=tcp,stun:127.0.0.1:${port}`,
      VISITA_TURN_SECRET: 'shared-with-nobody',
      VISITA_RELAY_ONLY: '1',
    })
    await vi.waitUntil(async () => (await look()).relay.checkedAt !== null, 10_000)
    const way = { host: '127.0.0.1', port, transport: 'tcp', outcome: 'refused' }
    expect((await look()).relay).toMatchObject({ own: 'none', only: true, ways: [way] })
    expect(server.log.join('')).toContain('relay_unusable')

    server.advance(60_000)
    const reply = await ada.fetch('/api/relay-check', { method: 'POST' })
    const { relay } = systemReplySchema.parse(await reply.json())
    expect(relay.checkedAt).toBeGreaterThan(Date.now() + 30_000)
    const doctor = await anAccount(server, ada, ['doctor'])
    expect((await doctor.fetch('/api/relay-check', { method: 'POST' })).status).toBe(403)
  })

  test('is none where there is none', async () => {
    await aClinic()
    await vi.waitUntil(async () => (await look()).relay.checkedAt !== null, 10_000)
    expect((await look()).relay).toMatchObject({ own: 'none', only: false, ways: [] })
  })
})

describe('[B16] the backups', () => {
  test('are made when an administrator asks, which the log says', async () => {
    await aClinicWithBackups()
    const before = await look()
    server.advance(2_000)
    expect((await backUp(ada)).status).toBe(202)
    await vi.waitUntil(async () => (await look()).backups?.count === (before.backups?.count ?? 0) + 1, {
      timeout: 20_000,
    })
    const { backups: after } = await look()
    expect(after).toMatchObject({ folder: backups(), everyHours: 24, failedAt: null })
    expect(after?.newest?.madeAt).toBeGreaterThan(before.backups?.newest?.madeAt ?? 0)
    expect(after?.newest?.bytes).toBeGreaterThan(10_000)

    const officer = await anAccount(server, ada, ['privacy_officer'])
    const page = await officer.fetch('/api/audit?events=backup.made')
    const [made, scheduled] = auditPageSchema.parse(await page.json()).entries
    expect(made?.event).toMatchObject({ actor: ada.self.id, actorRole: 'administrator' })
    expect(scheduled?.event).toMatchObject({ actor: null, actorRole: 'system' })
  })

  test('that fail are told, until one succeeds', async () => {
    await aClinic({ VISITA_BACKUP_FOLDER: join(folder.path, 'data', 'visita.db') })
    await vi.waitUntil(async () => (await look()).backups?.failedAt !== null, { timeout: 20_000 })
    expect((await look()).backups).toMatchObject({ newest: null, count: 0 })
  })
})

test('[X6] a forwarding server that cannot be reached is told to an administrator', async () => {
  const url = `ws://127.0.0.1:${await aFreePort('127.0.0.1')}`
  await aClinic({ VISITA_FORWARDER_URL: url, VISITA_FORWARDER_SECRET: 'of these tests alone' })
  expect((await look()).forwarder).toBe('unreachable')
})
