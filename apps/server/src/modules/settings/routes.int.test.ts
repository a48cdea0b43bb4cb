import { join } from 'node:path'
import { settingListSchema, type Setting } from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openReadOnly } from '../../platform/database.ts'
import { anAccount, anAdministrator } from '../../testing/accounts.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

const MINUTE = 60_000

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Browser
beforeAll(async () => {
  folder = await aFolder()
  const env = { VISITA_GUEST_SESSION_MINUTES: '600', VISITA_KEY_SERVICE_TOKEN: 'hidden-token' }
  server = await aServer(folder.path, { env })
  ada = await anAdministrator(server)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const change = (browser: Pick<Browser, 'fetch'>, changes: object): Promise<Response> =>
  browser.fetch('/api/settings', { method: 'PUT', json: { changes } })
async function list(): Promise<Map<string, Setting>> {
  const { settings } = settingListSchema.parse(await (await ada.fetch('/api/settings')).json())
  return new Map(settings.map((setting) => [setting.key, setting]))
}

describe('[B35] the settings of the clinic', () => {
  test('are for administrators alone', async () => {
    const doctor = await anAccount(server, ada, ['doctor'])
    for (const browser of [server.stranger(), await server.identify('Somebody else here'), doctor]) {
      expect([401, 403]).toContain((await browser.fetch('/api/settings')).status)
      expect([401, 403]).toContain((await change(browser, { lobby: 'off' })).status)
    }
    expect(server.services.settings.get('lobby')).toBe('open')
  })

  test('are listed with who has set them, and without secrets', async () => {
    const reply = await (await ada.fetch('/api/settings')).text()
    expect(reply).not.toContain('hidden-token')
    const settings = await list()
    expect(settings.get('keyServiceToken')?.shown).toEqual({ secret: true, isSet: true })
    expect(settings.get('staffIdleMinutes')).toMatchObject({
      section: 'The clinic and its people',
      about: expect.stringMatching(/\.$/),
      source: 'default',
      changeable: true,
      form: { type: 'number', min: 1 },
      unit: 'minutes',
      shown: { value: 15 },
    })
    expect(settings.get('port')).toMatchObject({ source: 'environment', changeable: false })
    expect(settings.get('guestSessionMinutes')).toMatchObject({ source: 'environment', changeable: false })
  })

  test('[B14] change at once, and each change is in the log under who made it', async () => {
    const reply = await change(ada, { clinicName: 'Klinik am See', selfSignUp: true })
    expect(reply.status).toBe(200)
    expect(server.services.settings.get('clinicName')).toBe('Klinik am See')
    expect((await list()).get('clinicName')).toMatchObject({ source: 'page', changeable: true })
    const told = await (await server.stranger().fetch('/api/session')).json()
    expect(told).toMatchObject({ clinic: { name: 'Klinik am See', selfSignUp: true } })
    const db = openReadOnly(join(folder.path, 'visita.db'))
    const events = await db.selectFrom('audit').selectAll().where('event', '=', 'settings.changed').execute()
    await db.destroy()
    const actor = { actor_id: ada.self.id, actor_role: 'administrator' }
    expect(events).toMatchObject([
      { ...actor, details: '{"key":"clinicName"}' },
      { ...actor, details: '{"key":"selfSignUp"}' },
    ])
  })

  test.each([
    ['a value that does not fit', { staffIdleMinutes: 0 }, 400, 'staffIdleMinutes'],
    ['a name with a line break in it', { clinicName: 'Klinik\nam See' }, 400, 'clinicName'],
    ['what the environment has set', { guestSessionMinutes: 5 }, 409, 'guestSessionMinutes'],
    ['what only the start reads', { port: 9000 }, 400, 'key'],
    ['a secret', { keyServiceToken: 'x' }, 400, 'key'],
  ])('refuse %s, all together', async (_what, wrong, status, detail) => {
    const reply = await change(ada, { clinicName: 'Never', ...wrong })
    expect([reply.status, await reply.json()]).toEqual([status, expect.objectContaining({ detail })])
    expect(server.services.settings.get('clinicName')).not.toBe('Never')
  })

  test('change only by who has just shown who they are', async () => {
    server.advance(6 * MINUTE)
    const reply = await change(ada, { clinicName: 'Never' })
    expect(await reply.json()).toEqual({ error: 'proof_needed' })
    expect(server.services.settings.get('clinicName')).not.toBe('Never')
  })
})
