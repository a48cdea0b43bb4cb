import { join } from 'node:path'
import { linkTokenSchema } from '@visita/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openReadOnly } from './platform/database.ts'
import { newId, newToken } from './platform/random.ts'
import { anAccount } from './testing/accounts.ts'
import { aCast, type Cast } from './testing/cast.ts'
import { aFolder, aServer, type Browser, type TestServer } from './testing/server.ts'
import { Several } from './testing/several.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let cast: Cast
let doctor: Browser
let patient: Browser
let several: Several

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  cast = await aCast(server)
  doctor = await anAccount(server, cast.administrator, ['doctor'])
  patient = await anAccount(server, cast.administrator, ['patient'])
})
beforeEach(async () => {
  several = await Several.begin(server, { doctor, patient })
})
afterEach(() => several.close())
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const refused = (error: string) => ({ ok: false, error })
const statusOf = async (who: Pick<Browser, 'fetch'>, path: string, json?: unknown): Promise<number> =>
  (await who.fetch(path, json === undefined ? {} : { method: 'POST', json })).status

/** The interpreter comes, the patient allows it, and they answer. */
async function anInterpreter() {
  const { who, page } = await several.comesByLink('interpreter')
  const { roomId } = several
  await several.patient.get('room:consent', { roomId, person: who.self.id, allowed: true })
  const { ringId } = await page.hears('ring:incoming')
  return { who, page, seat: await page.get('ring:accept', { ringId }) }
}

async function eventsOf(visitId: string) {
  const db = openReadOnly(join(folder.path, 'visita.db'))
  const rows = await db
    .selectFrom('audit')
    .select(['event', 'actor_id', 'actor_role'])
    .where('object_id', '=', visitId)
    .execute()
  await db.destroy()
  return rows.map(({ event, actor_id, actor_role }) => [event, actor_id, actor_role])
}

describe('[B26] a link for an interpreter or a relative', () => {
  test('brings somebody without an account to the door; the patient is asked by name, and they come in', async () => {
    const { who, page } = await several.comesByLink('interpreter')
    const { roomId } = several
    const asked = [{ ...who.self, by: doctor.self.id, role: 'interpreter', awaits: [patient.self.id] }]
    expect(await several.patient.hears('room:invited')).toEqual({ roomId, invited: asked })
    expect(page.heard('ring:incoming')).toEqual([])
    await several.patient.get('room:consent', { roomId, person: who.self.id, allowed: true })
    const { ringId } = await page.hears('ring:incoming')
    const seat = await page.get('ring:accept', { ringId })
    expect(seat.self).toEqual({ ...who.self, place: 2, role: 'interpreter' })
    expect(await several.patient.hears('room:peer')).toMatchObject({ peer: { role: 'interpreter' } })
    expect(await eventsOf(seat.visitId)).toEqual(
      expect.arrayContaining([
        ['visit.link_made', doctor.self.id, 'doctor'],
        ['visit.link_used', who.self.id, 'interpreter'],
        ['visit.consented', patient.self.id, 'patient'],
        ['visit.joined', who.self.id, 'interpreter'],
      ]),
    )
  })

  test('is of no use after a no: who came is told, and comes to no other door', async () => {
    const { who, page } = await several.comesByLink('relative')
    const { roomId } = several
    await several.patient.get('room:consent', { roomId, person: who.self.id, allowed: false })
    expect(await page.hears('room:not_admitted')).toEqual({ outcome: 'no_consent' })
    await page.get('lobby:enter', {})
    expect([page.heard('ring:incoming'), several.doctor.heard('room:peer')]).toEqual([[], []])
    expect(await page.ask('room:join', { intent: 'take_over', roomId })).toEqual(refused('not_invited'))
  })

  test('is made by the doctor who opened the visit alone', async () => {
    const request = { roomId: several.roomId, as: 'interpreter' } as const
    expect(await several.patient.ask('room:link', request)).toEqual(refused('forbidden'))
    const { page } = await anInterpreter()
    expect(await page.ask('room:link', request)).toEqual(refused('forbidden'))
  })
})

describe('[B26] an interpreter in the room', () => {
  test('says things in the chat, and reads and adds nothing else', async () => {
    const { who, seat } = await anInterpreter()
    const path = `/api/visits/${seat.visitId}`
    const says = await who.fetch(`${path}/messages/${newId()}`, {
      method: 'PUT',
      json: { text: 'Translated.', sentAt: 1 },
    })
    expect(says.status).toBe(200)
    for (const hidden of [path, `${path}/board/png`, '/api/visits', '/api/patients', '/api/record'])
      expect([hidden, await statusOf(who, hidden)]).toEqual([hidden, hidden === '/api/record' ? 404 : 403])
    const board = await who.fetch(`${path}/board`, { method: 'PUT', json: {} })
    expect(board.status).toBe(403)
  })

  test('decides nothing: not who comes, not what is large, not who is called', async () => {
    const { page } = await anInterpreter()
    const { roomId } = several
    expect((await page.get('lobby:enter', {})).people).toEqual([])
    expect(await page.ask('ring:start', { callee: doctor.self.id })).toEqual(refused('forbidden'))
    expect(await page.ask('room:show', { roomId, picture: null })).toEqual(refused('forbidden'))
    expect(await page.ask('room:lock', { roomId, locked: true })).toEqual(refused('forbidden'))
    // Nor are they asked whether a colleague may come.
    await several.brings(await anAccount(server, cast.administrator, ['doctor']))
  })

  test('comes back to the seat after a cut, and not after leaving', async () => {
    const { page, seat, who } = await anInterpreter()
    const { roomId } = several
    page.socket.disconnect()
    const again = await several.pageOf(who)
    const { seatToken } = seat
    expect((await again.get('room:join', { intent: 'resume', roomId, seatToken })).self.role).toBe(
      'interpreter',
    )
    await again.get('room:end', { roomId, reason: 'ended' })
    await several.patient.hears('room:left')
    expect(await again.ask('room:join', { intent: 'take_over', roomId })).toEqual(refused('not_invited'))
    await again.get('lobby:enter', {})
    expect(again.heard('ring:incoming')).toEqual([])
  })
})

// Last, because its quarter of an hour ends the sessions of others.
describe('[B26] such a link', () => {
  test('admits once, for a quarter of an hour, until it is withdrawn or the visit is locked', async () => {
    const { roomId } = several
    const make = async () => (await several.doctor.get('room:link', { roomId, as: 'relative' })).token
    const use = (token: string) =>
      statusOf(server.stranger(), '/api/session/companion', { token, displayName: 'Somebody else here' })
    const token = await make()
    const look = () => statusOf(server.stranger(), '/api/room-links/look', { token })
    expect([await look(), await use(token), await use(token), await look()]).toEqual([200, 200, 410, 410])
    const [earlier, later] = [await make(), await make()]
    expect(await use(earlier)).toBe(410)
    await several.doctor.get('room:unlink', { roomId, as: 'relative' })
    expect(await use(later)).toBe(410)
    const old = await make()
    server.advance(15 * 60_000)
    expect(await use(old)).toBe(410)
    const last = await make()
    await several.doctor.get('room:lock', { roomId, locked: true })
    expect(await use(last)).toBe(410)
    expect(await several.doctor.ask('room:link', { roomId, as: 'relative' })).toEqual(refused('room_locked'))
    expect(await use(linkTokenSchema.parse(newToken()))).toBe(410)
  })
})
