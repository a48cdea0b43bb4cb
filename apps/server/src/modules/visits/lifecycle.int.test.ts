import { join } from 'node:path'
import { type Participant, personIdSchema } from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openReadOnly } from '../../platform/database.ts'
import { newId, newRoomId, newSeatToken } from '../../platform/random.ts'
import { aFolder, aServer, type TestServer } from '../../testing/server.ts'
import type { Attendee, Visits } from './visits.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let visits: Visits

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  visits = server.services.visits
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const aPerson = (displayName: string) => ({ id: personIdSchema.parse(newId()), displayName })

/** What the log has about a visit, the oldest first. */
async function auditOf(visitId: string) {
  const db = openReadOnly(join(folder.path, 'visita.db'))
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('object_id', '=', visitId)
    .orderBy('seq')
    .execute()
  await db.destroy()
  return rows
}

const asGuest = (person: Participant): Attendee => ({ person, role: 'guest' })

async function anOpenVisit() {
  const [caller, callee] = [aPerson('Maria Alves da Silva'), aPerson('Dr. Johanna Weber')]
  const [roomId, token, calleeToken] = [newRoomId(), newSeatToken(), newSeatToken()]
  const participants = [asGuest(caller), asGuest(callee)] as const
  const { visitId, startedAt } = await visits.open({
    roomId,
    participants,
    seatTokens: [token, calleeToken],
    from: 'lobby',
  })
  return { visitId, startedAt, roomId, caller, callee, token, calleeToken }
}

describe('a visit', () => {
  test('is found by its room and by either person while it goes on', async () => {
    const { visitId, startedAt, roomId, caller, callee } = await anOpenVisit()
    const attendees = [caller, callee].map((person, place) => ({ ...asGuest(person), place }))
    const visit = { id: visitId, roomId, startedAt, attendees, gone: [], locked: false, end: null }
    expect(await visits.findByRoom(roomId)).toEqual(visit)
    expect(await visits.openVisitOf(caller.id)).toEqual(visit)
    expect(await visits.openVisitOf(callee.id)).toEqual(visit)
    expect(await visits.listOpen()).toContainEqual(visit)
    expect(await visits.findByRoom(newRoomId())).toBeNull()
  })

  test('[B3] ends once: the first ending stays', async () => {
    const { visitId, roomId, caller, callee } = await anOpenVisit()
    const first = await visits.end(visitId, { reason: 'ended', by: caller.id })
    server.advance(1000)
    expect(await visits.end(visitId, { reason: 'page_closed', by: callee.id })).toEqual(first)
    expect((await visits.findByRoom(roomId))?.end).toEqual({
      reason: 'ended',
      by: caller.id,
      endedAt: first.endedAt,
    })
    expect(await visits.openVisitOf(caller.id)).toBeNull()
  })

  test('[B14] the log has who took their seat: both at the start, one who comes back, and no page that was there', async () => {
    const { visitId, caller, callee } = await anOpenVisit()
    const joined = async () => {
      const rows = await auditOf(visitId)
      return rows.filter(({ event }) => event === 'visit.joined').map(({ actor_id }) => actor_id)
    }
    expect(await joined()).toEqual([caller.id, callee.id])
    await visits.markJoined(visitId, callee.id)
    expect(await joined()).toHaveLength(2)
    await visits.end(visitId, { reason: 'lost', by: null })
    await visits.reopen(visitId, callee.id)
    await visits.markJoined(visitId, callee.id)
    expect(await joined()).toEqual([caller.id, callee.id, callee.id])
  })

  test('can be returned to within the return window', async () => {
    const { visitId, roomId, caller } = await anOpenVisit()
    await visits.end(visitId, { reason: 'lost', by: null })
    server.advance(119_000)
    expect(await visits.reopen(visitId, caller.id)).toBe(true)
    expect(await visits.findByRoom(roomId)).toMatchObject({ end: null })
    expect(await visits.reopen(visitId, caller.id)).toBe(true)
  })

  test('cannot be returned to after it', async () => {
    const { visitId, roomId, caller } = await anOpenVisit()
    await visits.end(visitId, { reason: 'lost', by: null })
    server.advance(121_000)
    expect(await visits.reopen(visitId, caller.id)).toBe(false)
    expect((await visits.findByRoom(roomId))?.end).not.toBeNull()
  })

  test('gives each seat to one token at a time', async () => {
    const { visitId, caller, callee, token, calleeToken } = await anOpenVisit()
    expect(await visits.holdsSeat(visitId, caller.id, token)).toBe(true)
    expect(await visits.holdsSeat(visitId, callee.id, token)).toBe(false)
    const next = newSeatToken()
    await visits.setSeatToken(visitId, caller.id, next)
    expect(await visits.holdsSeat(visitId, caller.id, next)).toBe(true)
    expect(await visits.holdsSeat(visitId, caller.id, token)).toBe(false)
    expect(await visits.holdsSeat(visitId, callee.id, calleeToken)).toBe(true)
  })

  test('survives a restart of the server with everything', async () => {
    const own = await aFolder()
    const before = await aServer(own.path)
    const [maria, johanna] = [aPerson('Maria Alves da Silva'), aPerson('Dr. Johanna Weber')]
    const roomId = newRoomId()
    const seatTokens = [newSeatToken(), newSeatToken()] as const
    await before.services.visits.open({
      roomId,
      participants: [asGuest(maria), asGuest(johanna)],
      seatTokens,
      from: 'lobby',
    })
    const visit = await before.services.visits.findByRoom(roomId)
    await before.close()
    const after = await aServer(own.path)
    expect(await after.services.visits.findByRoom(roomId)).toEqual(visit)
    await after.close()
    await own[Symbol.asyncDispose]()
  })
})
