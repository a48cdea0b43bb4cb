import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { linkReplySchema } from '@visita/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, anAdministrator, PASSWORD } from '../../testing/accounts.ts'
import { aFolder, aServer, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account

beforeEach(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
  await server.services.accounts.removeExpired()
})
afterEach(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const keys = (): unknown[] => {
  const db = new DatabaseSync(join(server.dataDir, 'keyring.db'), { readOnly: true })
  const rows = db.prepare('select id from keys').all()
  db.close()
  return rows.map((row) => row['id'])
}

async function anInvitation(): Promise<string> {
  const json = { displayName: 'Johanna Beispiel', roles: ['patient'] }
  const reply = await ada.fetch('/api/invitations', { method: 'POST', json })
  return linkReplySchema.parse(await reply.json()).token
}

test('[C31] the key of a link, which names somebody, goes when it was used, and only theirs is left', async () => {
  const before = keys()
  const token = await anInvitation()
  const ofLink = keys().filter((id) => !before.includes(id))
  expect(ofLink).toHaveLength(1)
  const account = { displayName: 'Johanna Beispiel', login: 'johanna@clinic.example', password: PASSWORD }
  const json = { token, ...account }
  const accepted = await server.stranger().fetch('/api/invitations/accept', { method: 'POST', json })
  expect(accepted.status).toBe(200)
  await server.services.accounts.removeExpired()
  const after = keys()
  expect(after).not.toContain(ofLink[0])
  expect(after).toHaveLength(before.length + 1)
})

test('[C31] the key of a link that ran out goes with it', async () => {
  const before = keys()
  await anInvitation()
  server.advance(15 * 24 * 60 * 60 * 1000)
  await server.services.accounts.removeExpired()
  expect(keys()).toEqual(before)
})
