import * as argon2 from '@node-rs/argon2'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Account, anAccount, anAdministrator, PASSWORD } from '../../testing/accounts.ts'
import { aFolder, aServer, type TestServer } from '../../testing/server.ts'

// The real one, of which only the calls are counted.
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof argon2>()
  return { ...real, verify: vi.fn<typeof real.verify>(real.verify) }
})

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let patient: Account
let disabled: Account

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  const ada = await anAdministrator(server)
  patient = await anAccount(server, ada, ['patient'])
  disabled = await anAccount(server, ada, ['patient'])
  const path = `/api/people/${disabled.self.id}`
  await ada.fetch(path, { method: 'PATCH', json: { status: 'disabled' } })
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

function eventsInLog(): number {
  const db = new DatabaseSync(join(folder.path, 'visita.db'), { readOnly: true })
  const row = db.prepare('select count(*) as events from audit').get()
  db.close()
  return Number(row?.['events'])
}

/** What the server does for somebody who does not come in: passwords worked out, events written. */
async function workFor(
  login: string,
  password: string,
): Promise<[status: number, worked: number, events: number]> {
  const before = eventsInLog()
  vi.mocked(argon2.verify).mockClear()
  const json = { login, password }
  const reply = await server.stranger().fetch('/api/session/password', { method: 'POST', json })
  return [reply.status, vi.mocked(argon2.verify).mock.calls.length, eventsInLog() - before]
}

/* Times are not compared: 500 of each tell little on a busy machine, and what takes the time is counted instead. */
test('[C20] as much is done for an e-mail that nobody has as for a wrong password and a closed account', async () => {
  expect(await workFor('nobody@clinic.example', PASSWORD)).toEqual([401, 1, 1])
  expect(await workFor(patient.login, 'not the password')).toEqual([401, 1, 1])
  expect(await workFor(disabled.login, PASSWORD)).toEqual([401, 1, 1])
})
