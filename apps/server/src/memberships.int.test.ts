import { type ActingRole, CLIENT_EVENTS, type ClientEvent, mayEver, type RoomId } from '@visita/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { audiencesFor } from './modules/presence/index.ts'
import { anAccount } from './testing/accounts.ts'
import { aCast, type Cast } from './testing/cast.ts'
import { aRequestedCall, aRungCall, type Call } from './testing/calls.ts'
import { fieldsOf } from './testing/fields.ts'
import { Page } from './testing/page.ts'
import { FOR_ALL, ROOM_REQUESTS } from './testing/relations/room-requests.ts'
import { aRequest, takeRequest, theyMeet } from './testing/requests.ts'
import { aFolder, aServer, type Browser, type TestServer } from './testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
/** They ask for what is not theirs. */
let cast: Cast
/** They ask for what is theirs. */
let inside: Readonly<Record<'guest' | 'otherGuest' | 'patient' | 'doctor', Browser>>
/** With whom those of the cast are in another room. */
let others: Readonly<Record<'guest' | 'patient' | 'doctor', Browser>>
const open: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  cast = await aCast(server)
  const account = (role: 'patient' | 'doctor') => anAccount(server, cast.administrator, [role])
  inside = {
    guest: await server.identify('A guest of the room'),
    otherGuest: await server.identify('The other guest of it'),
    patient: await account('patient'),
    doctor: await account('doctor'),
  }
  others = {
    guest: await server.identify('A guest of another room'),
    patient: await account('patient'),
    doctor: await account('doctor'),
  }
  // To treat a patient opens their record, and none of their rooms.
  await theyMeet(server, inside.patient, cast.doctor)
})
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const WITH_SOCKET = [
  'guest',
  'patient',
  'doctor',
  'coordinator',
  'analyst',
  'privacy_officer',
  'administrator',
] as const
const IN_VISITS = ['guest', 'patient', 'doctor'] as const
type InVisits = (typeof IN_VISITS)[number]
const isInVisits = (role: ActingRole): role is InVisits => IN_VISITS.some((each) => each === role)

/** A page that is closed after the test; in the lobby where its role may be. */
async function pageOf(who: Pick<Browser, 'cookie'>, role: ActingRole): Promise<Page> {
  const page = new Page(server.url, who.cookie)
  open.push(async () => page.socket.disconnect())
  expect(await page.admission()).toBe('connected')
  if (isInVisits(role)) await page.get('lobby:enter', {})
  return page
}

/** `ok`, or the code of the refusal. */
async function answerTo(page: Page, event: ClientEvent, request: object): Promise<string> {
  const answer: unknown = await page.socket.timeout(10_000).emitWithAck(event, request)
  const error: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'error') : answer
  return typeof error === 'string' ? error : 'ok'
}

const RING_EVENTS = ['ring:accept', 'ring:decline', 'ring:cancel'] as const

test('[C8] every event that is asked by an id is in the matrix', () => {
  const inMatrix = new Set<string>([
    ...ROOM_REQUESTS.map(([event]) => event),
    ...FOR_ALL.map(([event]) => event),
    ...RING_EVENTS,
    'lobby:enter',
    'ring:start',
    'queue:accept',
  ])
  const byId = Object.entries(CLIENT_EVENTS).filter(([, { request }]) =>
    fieldsOf(request, '').some(({ kind }) => kind === 'id' || kind === 'token'),
  )
  expect(byId.map(([event]) => event).toSorted()).toEqual(Array.from(inMatrix).toSorted())
})

/** A visit of those inside, in which somebody of this role is; guests have theirs. */
async function aRoomOf(role: ActingRole): Promise<Call> {
  const { guest, otherGuest, doctor, patient } = inside
  const call =
    role === 'guest'
      ? await aRungCall(server, guest, otherGuest)
      : await aRequestedCall(server, doctor, patient)
  open.push(call.hangUp)
  return call
}

/** Who of the cast is in another room, with their page in it. */
async function inAnotherRoom(role: InVisits): Promise<Page> {
  const call =
    role === 'doctor'
      ? await aRequestedCall(server, cast.doctor, others.patient)
      : role === 'patient'
        ? await aRequestedCall(server, others.doctor, cast.patient)
        : await aRungCall(server, cast.guest, others.guest)
  open.push(call.hangUp)
  return role === 'patient' ? call.callee : call.caller
}

/** The page of this role in the room, with the seat token of it. */
const seatOf = ({ caller, callee, callerSeat, calleeSeat }: Call, role: InVisits) =>
  role === 'doctor' ? { page: caller, seat: callerSeat } : { page: callee, seat: calleeSeat }

const refusalFor = (role: ActingRole, event: ClientEvent, code: string): string =>
  mayEver([role], CLIENT_EVENTS[event].permission) ? code : 'forbidden'

describe.each(ROOM_REQUESTS)('[B11, C8] %s %s', (event, _how, requestFor, whenEnded) => {
  test.each(IN_VISITS)('is for the %s who is in the room', async (role) => {
    const { page, seat } = seatOf(await aRoomOf(role), role)
    expect(await answerTo(page, event, requestFor(seat))).toBe('ok')
  })

  test.each(IN_VISITS)('tells the %s who was in the room what became of it', async (role) => {
    const call = await aRoomOf(role)
    const { page, seat } = seatOf(call, role)
    await call.caller.get('room:end', { roomId: seat.roomId, reason: 'ended' })
    await page.hears('room:ended')
    expect(await answerTo(page, event, requestFor(seat))).toBe(whenEnded)
  })

  test.each(WITH_SOCKET)('is refused to a %s who is in no room', async (role) => {
    const { page: theirs, seat } = seatOf(await aRoomOf(role), isInVisits(role) ? role : 'patient')
    const page = await pageOf(cast[role], role)
    expect(await answerTo(page, event, requestFor(seat))).toBe(refusalFor(role, event, 'not_invited'))
    expectUntouched(theirs, page, seat.roomId)
  })

  test.each(IN_VISITS)('is refused to a %s who is in another room', async (role) => {
    const { page: theirs, seat } = seatOf(await aRoomOf(role), role)
    const page = await inAnotherRoom(role)
    expect(await answerTo(page, event, requestFor(seat))).toBe('not_invited')
    expectUntouched(theirs, page, seat.roomId)
  })

  test.each(WITH_SOCKET)('is refused to a %s once the room ended as before', async (role) => {
    const call = await aRoomOf(role)
    const { seat } = seatOf(call, isInVisits(role) ? role : 'patient')
    await call.caller.get('room:end', { roomId: seat.roomId, reason: 'ended' })
    const page = await pageOf(cast[role], role)
    expect(await answerTo(page, event, requestFor(seat))).toBe(refusalFor(role, event, 'not_invited'))
  })
})

describe.each(FOR_ALL)('[B11, C8] %s', (event, requestFor, answers) => {
  test.each(IN_VISITS)('is answered to the %s in the room by their part', async (role) => {
    const { page, seat } = seatOf(await aRoomOf(role), role)
    expect(await answerTo(page, event, requestFor(seat))).toBe(answers[role])
  })

  test.each(WITH_SOCKET)('is refused to a %s who is in no room', async (role) => {
    const { page: theirs, seat } = seatOf(await aRoomOf(role), isInVisits(role) ? role : 'patient')
    const page = await pageOf(cast[role], role)
    expect(await answerTo(page, event, requestFor(seat))).toBe(refusalFor(role, event, 'not_invited'))
    expectUntouched(theirs, page, seat.roomId)
  })
})

/** Those in the room notice nothing, and who asked hears nothing of it. */
function expectUntouched(theirs: Page, page: Page, roomId: RoomId): void {
  for (const event of ['room:taken_over', 'room:ended', 'room:peer', 'room:signal'] as const) {
    expect(theirs.heard(event)).toEqual([])
    expect(page.heard(event).filter((told) => told.roomId === roomId)).toEqual([])
  }
}

/** Two of those inside, of whom one rings the other. */
async function aRing([from, to]: readonly [InVisits, InVisits]) {
  const callee = to === 'guest' ? inside.otherGuest : inside[to]
  const [callerPage, calleePage] = [await pageOf(inside[from], from), await pageOf(callee, to)]
  const started = await callerPage.get('ring:start', { callee: callee.self.id })
  if (started.outcome !== 'ringing') throw new Error('connected at once')
  const { ringId } = started
  // It outlasts its page for a while.
  open.push(
    async () => callerPage.socket.connected && (await answerTo(callerPage, 'ring:cancel', { ringId })),
  )
  await calleePage.hears('ring:incoming')
  return { callerPage, calleePage, ringId }
}

describe('[B11, C8] a ring', () => {
  /** Who rings whom, by what they are. */
  const pairs = [
    ['guest', 'guest'],
    ['patient', 'doctor'],
    ['doctor', 'patient'],
  ] as const

  test.each(pairs)('of a %s for a %s is answered by each for their part', async (...pair) => {
    for (const event of RING_EVENTS) {
      const { callerPage, calleePage, ringId } = await aRing(pair)
      const [theirs, notTheirs] =
        event === 'ring:cancel' ? [callerPage, calleePage] : [calleePage, callerPage]
      expect([event, await answerTo(notTheirs, event, { ringId })]).toEqual([event, 'ring_over'])
      expect([event, await answerTo(theirs, event, { ringId })]).toEqual([event, 'ok'])
      if (event === 'ring:accept') {
        const { seat } = await callerPage.hears('ring:accepted')
        await callerPage.get('room:end', { roomId: seat.roomId, reason: 'ended' })
      }
      for (const page of [callerPage, calleePage]) page.socket.disconnect()
    }
  })

  test.each(WITH_SOCKET)('is nobody else’s, such as a %s’s', async (role) => {
    const { callerPage, calleePage, ringId } = await aRing(
      role === 'guest' ? ['guest', 'guest'] : ['patient', 'doctor'],
    )
    const page = await pageOf(cast[role], role)
    for (const event of RING_EVENTS) {
      const expected = refusalFor(role, event, 'ring_over')
      expect([event, await answerTo(page, event, { ringId })]).toEqual([event, expected])
    }
    const naming = await answerTo(page, 'lobby:enter', { ringing: ringId })
    expect(naming).toBe(refusalFor(role, 'lobby:enter', 'ok'))
    for (const each of [page, callerPage, calleePage]) expect(each.heard('ring:over')).toEqual([])
    expect(page.heard('ring:incoming')).toEqual([])
    await calleePage.get('ring:accept', { ringId })
    const { seat } = await callerPage.hears('ring:accepted')
    expect(page.heard('ring:accepted')).toEqual([])
    await callerPage.get('room:end', { roomId: seat.roomId, reason: 'ended' })
  })

  const callees = ['guest', 'patient', 'doctor'] as const
  test.each(WITH_SOCKET.flatMap((role) => callees.map((callee) => [role, callee] as const)))(
    'is made by a %s for a %s only where they see them',
    async (role, callee) => {
      const [calleePage, page] = [await pageOf(inside[callee], callee), await pageOf(cast[role], role)]
      const answer = await answerTo(page, 'ring:start', { callee: inside[callee].self.id })
      const sees = isInVisits(role) && audiencesFor(callee, 'open').includes(role)
      expect(answer).toBe(sees ? 'ok' : refusalFor(role, 'ring:start', 'person_gone'))
      // Answered after whatever it was told before.
      await calleePage.get('lobby:enter', {})
      const rings = calleePage.heard('ring:incoming')
      expect(rings).toHaveLength(sees ? 1 : 0)
      for (const { ringId } of rings) await calleePage.get('ring:decline', { ringId })
    },
  )
})

describe('[B11, C8] a request for one doctor', () => {
  test.each(WITH_SOCKET)('is accepted by no other %s', async (role) => {
    await pageOf(inside.patient, 'patient')
    const requestId = await aRequest(inside.patient, { doctor: inside.doctor.self.id })
    open.push(() => inside.patient.fetch(`/api/requests/${requestId}`, { method: 'DELETE' }))
    const page = await pageOf(cast[role], role)
    const answer = await answerTo(page, 'queue:accept', { requestId })
    expect(answer).toBe(refusalFor(role, 'queue:accept', 'not_found'))
  })

  test('is accepted by that doctor once', async () => {
    const patientPage = await pageOf(inside.patient, 'patient')
    const requestId = await aRequest(inside.patient, { doctor: inside.doctor.self.id })
    const page = await pageOf(inside.doctor, 'doctor')
    const { doctorSeat } = await takeRequest(requestId, { doctor: page, patient: patientPage })
    await page.get('room:end', { roomId: doctorSeat.roomId, reason: 'ended' })
    expect(await answerTo(page, 'queue:accept', { requestId })).toBe('request_over')
  })
})
