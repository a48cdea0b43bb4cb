import { linkReplySchema, sessionReplySchema } from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Account,
  anAccount,
  anAdministrator,
  codeOf,
  PASSWORD,
  signedIn,
} from '../../testing/accounts.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NEW = 'another horse another staple 8'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const post = (browser: Pick<Browser, 'fetch'>, path: string, json: unknown) =>
  browser.fetch(path, { method: 'POST', json })
const levelOf = async (browser: Pick<Browser, 'fetch'>) =>
  sessionReplySchema.parse(await (await browser.fetch('/api/session')).json()).session.level
const answer = async (reply: Response) => [reply.status, await reply.json()]
const signInWith = (login: string, password: string) =>
  post(server.stranger(), '/api/session/password', { login, password })
const reset = (token: string, password: string) => post(server.stranger(), '/api/resets', { token, password })

async function resetLink(account: Account) {
  server.advance(30_000)
  const code = codeOf(server, ada.secret ?? '')
  await post(ada, '/api/session/proof', { password: PASSWORD, code })
  const reply = await ada.fetch(`/api/people/${account.self.id}/reset`, { method: 'POST' })
  return linkReplySchema.parse(await reply.json()).token
}

describe('[C24] a reset link', () => {
  test('sets a password once, ends every session, and leaves the second factor', async () => {
    const doctor = await anAccount(server, ada, ['doctor'])
    const token = await resetLink(doctor)
    expect((await reset(token, NEW)).status).toBe(204)
    expect(await answer(await reset(token, NEW))).toEqual([410, { error: 'link_used' }])
    expect(await levelOf(doctor)).toBe('none')
    expect((await signInWith(doctor.login, PASSWORD)).status).toBe(401)
    const { session } = await signedIn(server, await signInWith(doctor.login, NEW))
    expect(session).toMatchObject({ level: 'pending', factors: ['totp'] })
  })

  test('is good for a day', async () => {
    await using own = await aFolder()
    const fresh = await aServer(own.path)
    const admin = await anAdministrator(fresh)
    const patient = await anAccount(fresh, admin, ['patient'])
    const made = await admin.fetch(`/api/people/${patient.self.id}/reset`, { method: 'POST' })
    const { token } = linkReplySchema.parse(await made.json())
    fresh.advance(25 * HOUR)
    const reply = await post(fresh.stranger(), '/api/resets', { token, password: NEW })
    expect(await answer(reply)).toEqual([410, { error: 'link_used' }])
    await fresh.close()
  })

  test('is made only by who has just shown who they are', async () => {
    const patient = await anAccount(server, ada, ['patient'])
    server.advance(10 * MINUTE)
    const reply = await ada.fetch(`/api/people/${patient.self.id}/reset`, { method: 'POST' })
    expect(await answer(reply)).toEqual([403, { error: 'proof_needed' }])
  })
})
