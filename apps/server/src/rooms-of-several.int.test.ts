import { join } from 'node:path'
import { connectionIdSchema, LIMITS, pageIdSchema, type Signal } from '@visita/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openReadOnly } from './platform/database.ts'
import { newId } from './platform/random.ts'
import { anAccount } from './testing/accounts.ts'
import { aCast, type Cast } from './testing/cast.ts'
import type { Call } from './testing/calls.ts'
import type { Page } from './testing/page.ts'
import { aFolder, aServer, type Browser, type TestServer } from './testing/server.ts'
import { Several } from './testing/several.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let cast: Cast
let doctor: Browser
let patient: Browser
let colleague: Browser
let call: Call
let several: Several

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  cast = await aCast(server)
  doctor = await anAccount(server, cast.administrator, ['doctor'])
  patient = await anAccount(server, cast.administrator, ['patient'])
  colleague = await anAccount(server, cast.administrator, ['doctor'])
})
beforeEach(async () => {
  several = await Several.begin(server, { doctor, patient })
  call = several.call
})
afterEach(async () => {
  await several.close()
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const refused = (error: string) => ({ ok: false, error })
const aHello = (): Signal => ({
  kind: 'hello',
  page: pageIdSchema.parse(newId()),
  from: connectionIdSchema.parse(newId()),
  to: null,
})

async function aThird(who = colleague) {
  return { roomId: several.roomId, ...(await several.brings(who)) }
}

const pageOf = (who: Browser): Promise<Page> => several.pageOf(who)

async function anInvitation(who: Browser, page: Page) {
  return { roomId: several.roomId, ...(await several.invites(who, page)) }
}

async function logOf(visitId: string) {
  const db = openReadOnly(join(folder.path, 'visita.db'))
  const rows = await db
    .selectFrom('audit')
    .select(['event', 'actor_id'])
    .where('object_id', '=', visitId)
    .execute()
  await db.destroy()
  return rows.map(({ event, actor_id }) => [event, actor_id])
}

describe('[B26] an invitation into a visit', () => {
  test('asks the patient, rings after their yes, and brings in who answers', async () => {
    const { roomId, visitId } = call.callerSeat
    const page = await pageOf(colleague)
    const { self: invited } = colleague
    expect((await call.caller.get('room:invitable', { roomId })).people).toContainEqual(invited)
    await call.caller.get('room:invite', { roomId, person: invited.id })
    const asked = [{ ...invited, by: doctor.self.id, role: 'doctor', awaits: [patient.self.id] }]
    expect(await call.callee.hears('room:invited')).toEqual({ roomId, invited: asked })
    await page.get('lobby:enter', {})
    expect(page.heard('ring:incoming')).toEqual([])
    await call.callee.get('room:consent', { roomId, person: invited.id, allowed: true })
    const { ringId, from } = await page.hears('ring:incoming')
    expect(from).toEqual(doctor.self)
    const seat = await page.get('ring:accept', { ringId })
    expect([seat.self, seat.invited]).toEqual([{ ...invited, place: 2, role: 'doctor' }, []])
    expect(seat.peers.map(({ id, place, presence }) => [id, place, presence])).toEqual([
      [doctor.self.id, 0, 'present'],
      [patient.self.id, 1, 'present'],
    ])
    for (const each of [call.caller, call.callee]) {
      expect(await each.hears('room:peer')).toMatchObject({ roomId, peer: { ...invited, place: 2 } })
    }
    expect(await logOf(visitId)).toEqual(
      expect.arrayContaining([
        ['visit.invited', doctor.self.id],
        ['visit.consented', patient.self.id],
        ['visit.joined', invited.id],
      ]),
    )
    const signal = aHello()
    await page.get('room:signal', { roomId, to: patient.self.id, signal })
    expect(await call.callee.hears('room:signal')).toEqual({ roomId, from: invited.id, signal })
    expect(call.caller.heard('room:signal')).toEqual([])
  })

  test('to which the patient says no rings nowhere, and the doctor is told', async () => {
    const { roomId } = call.callerSeat
    const page = await pageOf(colleague)
    await call.caller.get('room:invite', { roomId, person: colleague.self.id })
    await call.callee.get('room:consent', { roomId, person: colleague.self.id, allowed: false })
    const over = { roomId, person: colleague.self, outcome: 'no_consent' }
    expect(await call.caller.hears('room:invitation_over')).toEqual(over)
    await page.get('lobby:enter', {})
    expect(page.heard('ring:incoming')).toEqual([])
  })

  test('stops ringing where the patient takes their yes back', async () => {
    const page = await pageOf(colleague)
    const { roomId, ringId } = await anInvitation(colleague, page)
    await call.callee.get('room:consent', { roomId, person: colleague.self.id, allowed: false })
    expect(await call.caller.hears('room:invitation_over')).toMatchObject({ outcome: 'no_consent' })
    expect(await page.ask('ring:accept', { ringId })).toEqual(refused('ring_over'))
  })

  test('is nobody’s to allow but of who is asked, and once', async () => {
    const { roomId } = call.callerSeat
    await pageOf(colleague)
    const consent = { roomId, person: colleague.self.id, allowed: true }
    expect(await call.callee.ask('room:consent', consent)).toEqual(refused('ring_over'))
    await call.caller.get('room:invite', { roomId, person: colleague.self.id })
    expect(await call.caller.ask('room:consent', consent)).toEqual(refused('forbidden'))
    await call.callee.get('room:consent', consent)
    expect(await call.callee.ask('room:consent', consent)).toEqual(refused('ring_over'))
  })

  test('that is taken back stops ringing, and its answer comes too late', async () => {
    const page = await pageOf(colleague)
    const { roomId, ringId } = await anInvitation(colleague, page)
    await call.caller.get('room:withdraw', { roomId, person: colleague.self.id })
    expect(await page.hears('ring:over')).toEqual({ ringId, outcome: 'cancelled' })
    expect(await page.ask('ring:accept', { ringId })).toEqual(refused('ring_over'))
    expect(await page.ask('room:join', { intent: 'take_over', roomId })).toEqual(refused('not_invited'))
  })

  test('that is declined is over, and ends with the visit', async () => {
    const page = await pageOf(colleague)
    const first = await anInvitation(colleague, page)
    await page.get('ring:decline', { ringId: first.ringId })
    expect(await call.caller.hears('room:invitation_over')).toMatchObject({ outcome: 'declined' })
    const { roomId } = call.callerSeat
    await call.caller.get('room:invite', { roomId, person: colleague.self.id })
    await call.callee.get('room:consent', { roomId, person: colleague.self.id, allowed: true })
    await call.caller.get('room:end', { roomId, reason: 'ended' })
    await expect.poll(() => page.heard('ring:over').at(-1)?.outcome).toBe('cancelled')
  })

  test('is for doctors who are here: not for patients, nor for who has gone', async () => {
    const { roomId } = call.callerSeat
    await pageOf(cast.patient)
    for (const { id } of [cast.patient.self, colleague.self]) {
      expect(await call.caller.ask('room:invite', { roomId, person: id })).toEqual(refused('person_gone'))
    }
  })

  test('is not made by who was invited', async () => {
    const { roomId, page } = await aThird()
    const request = { roomId, person: cast.doctor.self.id }
    expect(await page.ask('room:invite', request)).toEqual(refused('forbidden'))
    expect(await page.ask('room:invitable', { roomId })).toEqual(refused('forbidden'))
  })

  test('of a seventh is refused', async () => {
    const { roomId } = call.callerSeat
    for (let place = 2; place < LIMITS.peopleInRoom; place += 1) {
      await aThird(await anAccount(server, cast.administrator, ['doctor']))
    }
    await pageOf(cast.doctor)
    const request = { roomId, person: cast.doctor.self.id }
    expect(await call.caller.ask('room:invite', request)).toEqual(refused('room_full'))
  })
})

describe('[B26] leaving a visit of three', () => {
  test('leaves the others there, and takes the seat for good', async () => {
    const { roomId, page, seat } = await aThird()
    await page.get('room:end', { roomId, reason: 'ended' })
    for (const each of [call.caller, call.callee]) {
      expect(await each.hears('room:left')).toEqual({ roomId, id: colleague.self.id })
      expect(each.heard('room:ended')).toEqual([])
    }
    const { seatToken } = seat
    const signal = aHello()
    expect(await page.ask('room:signal', { roomId, to: patient.self.id, signal })).toEqual(
      refused('not_invited'),
    )
    for (const request of [
      { intent: 'resume', roomId, seatToken },
      { intent: 'take_over', roomId },
      { intent: 'return', roomId },
    ] as const) {
      expect(await page.ask('room:join', request)).toEqual(refused('not_invited'))
    }
    expect(await page.ask('room:relays', { roomId })).toEqual(refused('not_invited'))
    expect(await page.ask('room:end', { roomId, reason: 'ended' })).toEqual(refused('not_invited'))
    const lobby = await page.get('lobby:enter', {})
    expect([lobby.self.availability, lobby.openVisit]).toEqual(['available', null])
    expect(await logOf(seat.visitId)).toContainEqual(['visit.left', colleague.self.id])
    expect(await call.caller.ask('room:signal', { roomId, to: colleague.self.id, signal })).toEqual(
      refused('peer_absent'),
    )
  })

  test('takes the seat from who asks for it in the same moment', async () => {
    const { roomId, page, seat } = await aThird()
    const [left] = await Promise.all([
      page.ask('room:end', { roomId, reason: 'ended' }),
      page.ask('room:join', { intent: 'resume', roomId, seatToken: seat.seatToken }),
    ])
    expect(left).toMatchObject({ ok: true })
    await call.caller.hears('room:left')
    const lobby = await page.get('lobby:enter', {})
    expect([lobby.self.availability, lobby.openVisit]).toEqual(['available', null])
  })

  test('ends what one adds to it, but for what was under way', async () => {
    const { roomId, page, seat } = await aThird()
    const write = async () => {
      const path = `/api/visits/${seat.visitId}/messages/${newId()}`
      return (await colleague.fetch(path, { method: 'PUT', json: { text: 'Good.', sentAt: 1 } })).status
    }
    await page.get('room:end', { roomId, reason: 'ended' })
    expect(await write()).toBe(200)
    server.advance(10 * 60_000)
    expect(await write()).toBe(410)
  })

  test('by the patient leaves nobody to say yes: nobody else is brought in', async () => {
    const { roomId } = await aThird()
    const other = await anAccount(server, cast.administrator, ['doctor'])
    const page = await pageOf(other)
    await call.callee.get('room:end', { roomId, reason: 'ended' })
    await call.caller.hears('room:left')
    await call.caller.get('room:invite', { roomId, person: other.self.id })
    const over = { roomId, person: other.self, outcome: 'asked_left' }
    expect(await call.caller.hears('room:invitation_over')).toEqual(over)
    await page.get('lobby:enter', {})
    expect(page.heard('ring:incoming')).toEqual([])
  })

  test('can be undone by an invitation alone: the patient too is brought back', async () => {
    const { roomId } = await aThird()
    await call.callee.get('room:end', { roomId, reason: 'ended' })
    await call.caller.hears('room:left')
    expect(await call.callee.ask('room:join', { intent: 'return', roomId })).toEqual(refused('not_invited'))
    expect((await call.caller.get('room:invitable', { roomId })).people).toContainEqual(patient.self)
    await call.caller.get('room:invite', { roomId, person: patient.self.id })
    const rings = () => call.callee.heard('ring:incoming')
    // The first was the call with which the visit began.
    await expect.poll(() => rings().length).toBe(2)
    const [ring] = rings().slice(-1)
    if (ring === undefined) throw new Error('it does not ring')
    const seat = await call.callee.get('ring:accept', { ringId: ring.ringId })
    expect(seat.self).toMatchObject({ place: 1, role: 'patient' })
  })

  test('by the doctor who opened it ends it for all', async () => {
    const { roomId, page } = await aThird()
    await call.caller.get('room:end', { roomId, reason: 'ended' })
    for (const each of [call.callee, page]) {
      expect(await each.hears('room:ended')).toMatchObject({ roomId, reason: 'ended', by: doctor.self.id })
    }
  })

  test('ends it once fewer than two would remain', async () => {
    const { roomId, page } = await aThird()
    await page.get('room:end', { roomId, reason: 'ended' })
    await call.callee.get('room:end', { roomId, reason: 'ended' })
    expect(await call.caller.hears('room:ended')).toMatchObject({ by: patient.self.id })
  })

  test('is not what a lost line does: the seat is kept, and the visit goes on', async () => {
    const { roomId, page } = await aThird()
    await call.caller.get('room:end', { roomId, reason: 'lost' })
    const peer = { id: doctor.self.id, presence: 'absent' }
    expect(await page.hears('room:peer')).toMatchObject({ roomId, peer })
    expect([call.callee.heard('room:ended'), page.heard('room:left')]).toEqual([[], []])
    await call.caller.get('room:join', { intent: 'return', roomId })
    await expect.poll(() => page.heard('room:peer').at(-1)?.peer.presence).toBe('present')
  })
})
