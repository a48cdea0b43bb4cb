import { join } from 'node:path'
import { personIdSchema, sessionIdSchema, type ServerEvent } from '@visita/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { openReadOnly } from '../../platform/database.ts'
import type { Member } from '../../platform/principal.ts'
import type { Connection } from '../../platform/sockets.ts'
import { newId } from '../../platform/random.ts'
import { aFolder, aServer, type TestServer } from '../../testing/server.ts'
import { Rooms } from './rooms.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
})
afterEach(() => void vi.useRealTimers())
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

function aConnection(displayName: string) {
  const told: ServerEvent[] = []
  let isOpen = true
  const member: Member = {
    kind: 'member',
    person: { id: personIdSchema.parse(newId()), displayName },
    roles: ['guest'],
    sessionId: sessionIdSchema.parse(newId()),
    byLink: false,
    provenAt: 0,
  }
  const page: Connection = {
    id: newId(),
    member,
    person: member.person,
    get isOpen() {
      return isOpen
    },
    send: (event) => void told.push(event),
    deliver: async () => true,
  }
  const goAway = (): void => void (isOpen = false)
  return { page, told, goAway }
}

/** Whom the log names as having asked for the end. */
async function endedBy(visitId: string) {
  const db = openReadOnly(join(folder.path, 'visita.db'))
  const rows = db.selectFrom('audit').select('actor_id').where('object_id', '=', visitId)
  const { actor_id } = await rows.where('event', '=', 'visit.ended').executeTakeFirstOrThrow()
  await db.destroy()
  return actor_id
}

/** On the real storage; only the two pages are stand-ins. */
async function aRoom() {
  const { visits, logger } = server.services
  const busy = new Map<string, boolean>()
  const rooms = new Rooms({
    visits,
    logger,
    relays: () => ({ servers: [], only: false, life: null }),
    clock: () => 0,
    returnMs: 120_000,
    onBusy: ({ person }, inVisit) => void busy.set(person.id, inVisit),
    pagesOf: () => [],
    onLeft: () => undefined,
    onEnded: () => undefined,
    onAway: () => undefined,
    closeGraceMs: 10_000,
    lostMs: 120_000,
  })
  const [caller, callee] = [aConnection('Maria Alves da Silva'), aConnection('Dr. Johanna Weber')]
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const open = async () => (await rooms.open(caller.page, callee.page))[0]
  const endOf = async (roomId: Parameters<typeof visits.findByRoom>[0]) =>
    (await visits.findByRoom(roomId))?.end?.reason
  return { rooms, caller, callee, open, busy, endOf, visits }
}

describe('[B3] a room', () => {
  test('that both left while it was opened is lost after a while', async () => {
    const { caller, callee, open, endOf } = await aRoom()
    caller.goAway()
    callee.goAway()
    const { roomId } = await open()
    await vi.advanceTimersByTimeAsync(120_000)
    await vi.waitFor(async () => expect(await endOf(roomId)).toBe('lost'))
  })

  test('ends when a closed page does not come back, and not when it resumes', async () => {
    const { rooms, caller, callee, open, endOf } = await aRoom()
    const { roomId, seatToken } = await open()
    await rooms.closing(caller.page.person, { roomId, seatToken: seatToken, connection: null })
    await vi.advanceTimersByTimeAsync(9_000)
    await rooms.join(caller.page, { intent: 'resume', roomId, seatToken })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await endOf(roomId)).toBeUndefined()
    await rooms.closing(caller.page.person, { roomId, seatToken: seatToken, connection: null })
    await vi.advanceTimersByTimeAsync(10_000)
    await vi.waitFor(() => expect(callee.told).toContain('room:ended'))
    expect(await endOf(roomId)).toBe('page_closed')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('stays, is logged and is ended later when the database fails', async () => {
    const { rooms, caller, callee, open, endOf, visits, busy } = await aRoom()
    const { roomId, seatToken } = await open()
    vi.spyOn(visits, 'end').mockRejectedValueOnce(new Error('disk I/O error'))
    await rooms.closing(caller.page.person, { roomId, seatToken: seatToken, connection: null })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(server.log.join('')).toContain('room_end_failed')
    expect(callee.told).not.toContain('room:ended')
    await vi.advanceTimersByTimeAsync(120_000)
    await vi.waitFor(() => expect(callee.told).toContain('room:ended'))
    expect(await endOf(roomId)).toBe('page_closed')
    expect([...busy.values()]).toEqual([false, false])
  })

  test('ends for a page that lost its seat with its socket, and shows the token', async () => {
    const { rooms, caller, open, endOf } = await aRoom()
    const { roomId, seatToken } = await open()
    const again = { ...caller.page, id: 'another socket of the same page' }
    await expect(rooms.end(again, { roomId, reason: 'ended' })).rejects.toMatchObject({ code: 'seat_moved' })
    await rooms.end(again, { roomId, reason: 'ended', seatToken })
    expect(await endOf(roomId)).toBe('ended')
  })

  test('[B6] is not taken from a page by what its own dead connection had sent', async () => {
    const { rooms, caller, callee, open } = await aRoom()
    const { roomId, seatToken } = await open()
    const told: ServerEvent[] = []
    const back = { ...caller.page, id: 'after the cut', send: (event: ServerEvent) => void told.push(event) }
    await rooms.join(back, { intent: 'resume', roomId, seatToken })
    const late = rooms.join(caller.page, { intent: 'resume', roomId, seatToken })
    await expect(late).rejects.toMatchObject({ code: 'seat_moved' })
    expect(told).not.toContain('room:taken_over')
    await rooms.end(back, { roomId, reason: 'ended' })
    expect(callee.told).toContain('room:ended')
  })

  test('goes on when a closing page’s beacon comes after the page that came back', async () => {
    const { rooms, caller, callee, open } = await aRoom()
    const { roomId, seatToken } = await open()
    const back = { ...caller.page, id: 'after the reload' }
    await rooms.join(back, { intent: 'resume', roomId, seatToken })
    await rooms.closing(caller.page.person, { roomId, seatToken, connection: caller.page.id })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(callee.told).not.toContain('room:ended')
  })

  test('that one person reopened does not keep the other from being called', async () => {
    const { rooms, caller, callee, open, busy } = await aRoom()
    const { roomId } = await open()
    await rooms.end(caller.page, { roomId, reason: 'ended' })
    await rooms.join(caller.page, { intent: 'return', roomId })
    expect([...busy.values()]).toEqual([true, false])
    busy.set(callee.page.person.id, true)
    await rooms.end(caller.page, { roomId, reason: 'ended' })
    // In another visit meanwhile: the end of this one changes nothing for them.
    expect(busy.get(callee.page.person.id)).toBe(true)
  })

  test('that is just ending takes nobody back, and leaves nobody busy', async () => {
    const { rooms, caller, callee, open, busy } = await aRoom()
    const { roomId, seatToken } = await open()
    const ending = rooms.end(caller.page, { roomId, reason: 'ended' })
    const joining = rooms.join(callee.page, { intent: 'resume', roomId, seatToken })
    await expect(joining).rejects.toMatchObject({ code: 'visit_ended' })
    await ending
    expect([...busy.values()]).toEqual([false, false])
  })

  test('takes nobody out of another one: not by an answer, and not by a return', async () => {
    const { rooms, caller, callee, open } = await aRoom()
    const { roomId } = await open()
    const third = aConnection('Dr. Adaeze Okonkwo')
    await expect(rooms.open(third.page, callee.page)).rejects.toMatchObject({ code: 'you_are_busy' })
    await expect(rooms.open(callee.page, third.page)).rejects.toMatchObject({ code: 'person_busy' })
    await rooms.end(caller.page, { roomId, reason: 'ended' })
    await rooms.open(third.page, callee.page)
    await rooms.join(caller.page, { intent: 'return', roomId })
    const joining = rooms.join(callee.page, { intent: 'return', roomId })
    await expect(joining).rejects.toMatchObject({ code: 'you_are_busy' })
  })

  test('takes one person into one of two that begin at the same moment', async () => {
    const { rooms, caller, callee, open } = await aRoom()
    const { roomId } = await open()
    await rooms.end(caller.page, { roomId, reason: 'ended' })
    const third = aConnection('Dr. Adaeze Okonkwo')
    const both = [
      rooms.open(third.page, callee.page),
      rooms.join(callee.page, { intent: 'return', roomId }),
    ] as const
    const [opening, returning] = await Promise.allSettled(both)
    expect([opening.status, returning.status]).toEqual(['fulfilled', 'rejected'])
  })

  test('[B26] of three is left by an invited page that closes, and kept for one of those who opened it', async () => {
    const { rooms, caller, callee, open, busy } = await aRoom()
    const { roomId, seatToken } = await open()
    const third = aConnection('Dr. Adaeze Okonkwo')
    const room = await rooms.seatedIn(caller.page, roomId)
    const seat = await rooms.admit(room, third.page, () => true)
    await rooms.closing(caller.page.person, { roomId, seatToken, connection: null })
    await rooms.closing(third.page.person, { roomId, seatToken: seat.seatToken, connection: null })
    await vi.advanceTimersByTimeAsync(10_000)
    await vi.waitFor(() => expect(callee.told).toContain('room:left'))
    expect(callee.told).not.toContain('room:ended')
    expect(busy.get(third.page.person.id)).toBe(false)
    await rooms.join(caller.page, { intent: 'resume', roomId, seatToken })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('[B26] does not admit who was invited no more by the time they could be', async () => {
    const { rooms, caller, open, visits, busy } = await aRoom()
    const { roomId } = await open()
    const third = aConnection('Dr. Adaeze Okonkwo')
    const room = await rooms.seatedIn(caller.page, roomId)
    const admitting = rooms.admit(room, third.page, () => false)
    await expect(admitting).rejects.toMatchObject({ code: 'ring_over' })
    expect(room.seats).toHaveLength(2)
    expect([busy.get(third.page.person.id), await visits.openVisitOf(third.page.person.id)]).toEqual([
      undefined,
      null,
    ])
  })

  test('[B14] is not lost to one of two who are both there, and the log names who asked', async () => {
    const { rooms, caller, callee, open, visits } = await aRoom()
    const first = await open()
    await rooms.end(caller.page, { roomId: first.roomId, reason: 'lost' })
    const self = caller.page.person.id
    expect((await visits.findByRoom(first.roomId))?.end).toMatchObject({ reason: 'ended', by: self })
    const second = await open()
    rooms.leave(callee.page)
    await rooms.end(caller.page, { roomId: second.roomId, reason: 'lost' })
    expect((await visits.findByRoom(second.roomId))?.end).toMatchObject({ reason: 'lost', by: null })
    const third = await open()
    const by = callee.page.person.id
    await rooms.end(caller.page, { roomId: third.roomId, reason: 'ended', by })
    expect((await visits.findByRoom(third.roomId))?.end).toMatchObject({ reason: 'ended', by })
    for (const { visitId } of [first, second, third]) expect(await endedBy(visitId)).toBe(self)
  })
})
