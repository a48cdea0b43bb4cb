import { visitRecordSchema } from '@visita/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from './platform/random.ts'
import { anAccount } from './testing/accounts.ts'
import { aCast, type Cast } from './testing/cast.ts'
import { aFolder, aServer, type Browser, type TestServer } from './testing/server.ts'
import { Several } from './testing/several.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let cast: Cast
let doctor: Browser
let patient: Browser
let colleague: Browser
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
})
afterEach(() => several.close())
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const locks = (locked: boolean) => several.doctor.get('room:lock', { roomId: several.roomId, locked })
const refused = (error: string) => ({ ok: false, error })

describe('[B26] a picture large for all', () => {
  test('is chosen by any doctor in the room and told to all, also to who comes back', async () => {
    const { page, seat } = await several.brings(colleague)
    const { roomId } = several
    const picture = { person: patient.self.id, role: 'secondCamera' } as const
    await page.get('room:show', { roomId, picture })
    const shown = { picture, by: colleague.self.id }
    for (const each of [several.doctor, several.patient, page])
      expect(await each.hears('room:shown')).toEqual({ roomId, shown })
    const { seatToken } = seat
    expect((await page.get('room:join', { intent: 'resume', roomId, seatToken })).shown).toEqual(shown)
    await several.doctor.get('room:show', { roomId, picture: null })
    await expect.poll(() => several.patient.heard('room:shown').at(-1)?.shown).toBeNull()
  })

  test('is not the patient’s to choose, nor of somebody who is not there', async () => {
    const { roomId } = several
    const ofPatient = { roomId, picture: { person: patient.self.id, role: 'camera' } } as const
    expect(await several.patient.ask('room:show', ofPatient)).toEqual(refused('forbidden'))
    const ofNobody = { roomId, picture: { person: colleague.self.id, role: 'camera' } } as const
    expect(await several.doctor.ask('room:show', ofNobody)).toEqual(refused('person_gone'))
    const stranger = await several.pageOf(cast.doctor)
    expect(await stranger.ask('room:show', ofPatient)).toEqual(refused('not_invited'))
  })

  test('is so no more when whose it is, or who chose it, leaves', async () => {
    const { roomId } = several
    const { page } = await several.brings(colleague)
    await page.get('room:show', { roomId, picture: { person: patient.self.id, role: 'camera' } })
    await page.get('room:end', { roomId, reason: 'ended' })
    await expect.poll(() => several.patient.heard('room:shown').at(-1)?.shown).toBeNull()
  })
})

describe('[B26] a locked visit', () => {
  test('lets nobody else in, takes back who is invited, and is so after a restart of a page', async () => {
    const { roomId } = several
    const page = await several.pageOf(colleague)
    const { ringId } = await several.invites(colleague, page)
    await locks(true)
    expect(await several.patient.hears('room:locked')).toEqual({ roomId, locked: true })
    await expect.poll(() => page.heard('ring:over').at(-1)?.outcome).toBe('cancelled')
    expect(await page.ask('ring:accept', { ringId })).toEqual(refused('ring_over'))
    const invitation = { roomId, person: colleague.self.id }
    expect(await several.doctor.ask('room:invite', invitation)).toEqual(refused('room_locked'))
    const { seatToken } = several.call.calleeSeat
    const seat = await several.patient.get('room:join', { intent: 'resume', roomId, seatToken })
    expect(seat.locked).toBe(true)
    await locks(false)
    await several.doctor.get('room:invite', invitation)
  })

  test('is locked by the doctor who opened it, and by nobody else', async () => {
    const { roomId } = several
    const { page } = await several.brings(colleague)
    const request = { roomId, locked: true }
    expect(await page.ask('room:lock', request)).toEqual(refused('forbidden'))
    expect(await several.patient.ask('room:lock', request)).toEqual(refused('forbidden'))
  })
})

describe('[B26] a ring into a visit', () => {
  test('says so, also to a page that comes later', async () => {
    const page = await several.pageOf(colleague)
    await several.invites(colleague, page)
    expect(await page.hears('ring:incoming')).toMatchObject({ into: 'visit' })
    const another = await several.pageOf(colleague)
    expect((await another.get('lobby:enter', {})).incoming).toMatchObject({ into: 'visit' })
  })

  test('ends soon when the page of who invites is gone', async () => {
    const page = await several.pageOf(colleague)
    await several.invites(colleague, page)
    several.doctor.socket.disconnect()
    await expect.poll(() => page.heard('ring:over').at(-1)?.outcome, { timeout: 8_000 }).toBe('cancelled')
  })

  test('comes to nothing where the patient leaves before they have answered', async () => {
    const { roomId } = several
    await several.brings(colleague)
    const other = cast.doctor
    await several.pageOf(other)
    await several.doctor.get('room:invite', { roomId, person: other.self.id })
    await several.patient.get('room:end', { roomId, reason: 'ended' })
    const over = { roomId, person: other.self, outcome: 'asked_left' }
    expect(await several.doctor.hears('room:invitation_over')).toEqual(over)
  })
})

describe('[B26] a visit of three that ended', () => {
  test('is reopened by one of the two who began it, without who was invited', async () => {
    const { roomId } = several
    const { page } = await several.brings(colleague)
    await several.doctor.get('room:end', { roomId, reason: 'ended' })
    await page.hears('room:ended')
    expect(await page.ask('room:join', { intent: 'return', roomId })).toEqual(refused('visit_ended'))
    const seat = await several.patient.get('room:join', { intent: 'return', roomId })
    expect(seat.peers.map(({ id }) => id)).toEqual([doctor.self.id])
    expect(await page.ask('room:join', { intent: 'return', roomId })).toEqual(refused('not_invited'))
    // It is one of two again: either ends it.
    await several.patient.get('room:end', { roomId, reason: 'ended' })
    expect(await several.patient.hears('room:ended')).toMatchObject({ by: patient.self.id })
  })

  test('stays closed where one of the two had left it', async () => {
    const { roomId } = several
    await several.brings(colleague)
    await several.patient.get('room:end', { roomId, reason: 'ended' })
    await several.doctor.get('room:end', { roomId, reason: 'ended' })
    expect(await several.doctor.ask('room:join', { intent: 'return', roomId })).toEqual(
      refused('visit_ended'),
    )
  })
})

const writes = async (who: Browser, text: string) => {
  const { visitId } = several.call.callerSeat
  const json = { text, sentAt: 1 }
  await who.fetch(`/api/visits/${visitId}/messages/${newId()}`, { method: 'PUT', json })
}
const reads = async (who: Browser) => {
  const record = await who.fetch(`/api/visits/${several.call.callerSeat.visitId}`)
  return visitRecordSchema.parse(await record.json()).messages.map(({ text }) => text)
}

describe('[B26] reading a visit that one has left', () => {
  test('ends with leaving for a colleague; what is their own stays theirs', async () => {
    const { roomId } = several
    await writes(patient, 'Before.')
    const { page } = await several.brings(colleague)
    await writes(doctor, 'While you are here.')
    await page.get('room:end', { roomId, reason: 'ended' })
    server.advance(1_000)
    await writes(doctor, 'Among the two of us.')
    await writes(colleague, 'My last word.')
    expect(await reads(colleague)).toEqual(['Before.', 'While you are here.', 'My last word.'])
    expect(await reads(patient)).toHaveLength(4)
  })

  test('does not end for the patient, whose visit it is', async () => {
    const { roomId } = several
    await several.brings(colleague)
    await several.patient.get('room:end', { roomId, reason: 'ended' })
    await several.doctor.hears('room:left')
    server.advance(1_000)
    await writes(doctor, 'Of the two of us.')
    expect(await reads(patient)).toEqual(['Of the two of us.'])
  })
})
