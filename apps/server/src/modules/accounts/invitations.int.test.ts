import { invitationListSchema, invitationReplySchema, linkReplySchema } from '@visita/protocol'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Account, anAccount, anAdministrator, PASSWORD, signIn } from '../../testing/accounts.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

const DAY = 24 * 60 * 60_000

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account
let doctor: Account

beforeEach(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
  doctor = await anAccount(server, ada, ['doctor'], 'Doctor Adaeze Okonkwo')
})
afterEach(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const post = (browser: Pick<Browser, 'fetch'>, path: string, json: unknown) =>
  browser.fetch(path, { method: 'POST', json })
const answer = async (reply: Response) => [reply.status, await reply.json()]

async function anInvitation(displayName = 'Johanna Beispiel') {
  const reply = await post(doctor, '/api/invitations/patients', { displayName })
  return linkReplySchema.parse(await reply.json()).token
}

async function openOf(browser: Pick<Browser, 'fetch'>) {
  const reply = await browser.fetch('/api/invitations')
  return invitationListSchema.parse(await reply.json()).invitations
}

const names = async (browser: Pick<Browser, 'fetch'>) =>
  (await openOf(browser)).map(({ displayName }) => displayName)

const withdraw = (browser: Pick<Browser, 'fetch'>, id: string | undefined) =>
  browser.fetch(`/api/invitations/${id}`, { method: 'DELETE' })

describe('[B34] an invitation', () => {
  test('says who has made it', async () => {
    const reply = await post(server.stranger(), '/api/invitations/look', { token: await anInvitation() })
    expect(invitationReplySchema.parse(await reply.json())).toEqual({
      displayName: 'Johanna Beispiel',
      roles: ['patient'],
      invitedBy: 'Doctor Adaeze Okonkwo',
    })
  })

  test('is listed until it is used or too old, for who made it and for administrators', async () => {
    const used = await anInvitation('Maria Alves da Silva')
    await anInvitation()
    const account = { displayName: 'Maria Alves da Silva', login: 'm@clinic.example', password: PASSWORD }
    await post(server.stranger(), '/api/invitations/accept', { token: used, ...account })
    expect([await names(doctor), await names(ada)]).toEqual([['Johanna Beispiel'], ['Johanna Beispiel']])
    server.advance(14 * DAY)
    expect(await names(await signIn(server, ada))).toEqual([])
  })

  test('that was withdrawn admits nobody any more, which is in the log', async () => {
    const token = await anInvitation()
    const [open] = await openOf(doctor)
    expect(open).toMatchObject({ displayName: 'Johanna Beispiel', invitedBy: 'Doctor Adaeze Okonkwo' })
    expect((await withdraw(doctor, open?.id)).status).toBe(204)
    expect(await openOf(doctor)).toEqual([])
    const look = await post(server.stranger(), '/api/invitations/look', { token })
    expect(await answer(look)).toEqual([410, { error: 'link_used' }])
    expect(await answer(await withdraw(doctor, open?.id))).toEqual([404, { error: 'not_found' }])
    expect(lastEvent()).toEqual({
      event: 'invitation.withdrawn',
      actor_id: doctor.self.id,
      object_id: open?.id,
    })
  })

  test('[C13] of somebody else is withdrawn by administrators alone', async () => {
    await anInvitation()
    const other = await anAccount(server, ada, ['doctor'])
    const [open] = await openOf(ada)
    expect(await openOf(other)).toEqual([])
    expect(await answer(await withdraw(other, open?.id))).toEqual([404, { error: 'not_found' }])
    expect((await withdraw(ada, open?.id)).status).toBe(204)
  })
})

function lastEvent(): unknown {
  const db = new DatabaseSync(join(folder.path, 'visita.db'), { readOnly: true })
  const row = db.prepare('select event, actor_id, object_id from audit order by seq desc limit 1').get()
  db.close()
  return { ...row }
}
