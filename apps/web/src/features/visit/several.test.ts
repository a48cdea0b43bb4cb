import { linkTokenSchema, type Invited } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { settled } from '../../platform/testing/fake-socket.ts'
import { aPeer, aPerson, aRoomId, aSeat, asParticipant } from '../../platform/testing/samples.ts'
import { aVisit } from './visit.fixtures.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const roomId = aRoomId()
const [patient, colleague] = [
  aPeer({ role: 'patient' }),
  aPeer({ ...asParticipant(aPerson(3)), place: 2, role: 'doctor' }),
]
const doctor = { ...aSeat().self, role: 'doctor' } as const

/** The doctor's page in a visit of three, with both connected. */
async function aVisitOfThree(self: ReturnType<typeof aSeat>['self'] = doctor) {
  const open = await aVisit({ self, peers: [patient, colleague] })
  for (const connection of open.page.connections) connection.become('connected')
  const names = () => open.visit.companions.get().map(({ person }) => person.displayName)
  const states = () => open.page.connections.map(({ connectionState }) => connectionState)
  /** Who is at this place among the others says that it is over between them. */
  const saysBye = (place: number): void => {
    const [control] = open.page.connections[place]?.channels ?? []
    control?.dispatchEvent(new MessageEvent('message', { data: '{"type":"bye"}' }))
  }
  return { ...open, names, states, saysBye }
}

describe('[B26] a visit of three', () => {
  it('has a connection to each, and signals name whom they are for', async () => {
    const { wire, names, states, visit } = await aVisitOfThree()
    expect([names(), states()]).toEqual([
      [patient.displayName, colleague.displayName],
      ['connected', 'connected'],
    ])
    const to = wire.requests('room:signal').map((request) => Reflect.get(Object(request), 'to'))
    expect(new Set(to)).toEqual(new Set([patient.id, colleague.id]))
    visit.end()
  })

  it('begins where somebody comes to two, and is one of two again when they leave', async () => {
    const { page, wire, visit, ends } = await aVisit({ self: doctor, peers: [patient] })
    page.connection.become('connected')
    wire.tell('room:peer', { roomId, peer: colleague })
    expect([page.connections.length, visit.companions.get().length]).toEqual([2, 2])
    wire.tell('room:peer', { roomId, peer: { ...colleague, presence: 'closing' } })
    expect(page.connections).toHaveLength(2)
    wire.tell('room:left', { roomId, id: colleague.id })
    expect(page.connections.map(({ connectionState }) => connectionState)).toEqual(['connected', 'closed'])
    expect([visit.companions.get().length, ends]).toEqual([1, []])
    visit.end()
  })

  it('tells who came and who left, once each', async () => {
    const { wire, visit } = await aVisitOfThree()
    const told: string[] = []
    visit.on('came', ({ displayName }) => told.push(`${displayName} came`))
    visit.on('left', ({ displayName }) => told.push(`${displayName} left`))
    const newcomer = aPeer({ ...asParticipant(aPerson(4)), place: 3 })
    wire.tell('room:peer', { roomId, peer: newcomer })
    wire.tell('room:peer', { roomId, peer: { ...newcomer, presence: 'absent' } })
    for (const _ of [1, 2]) wire.tell('room:left', { roomId, id: newcomer.id })
    expect(told).toEqual([`${newcomer.displayName} came`, `${newcomer.displayName} left`])
    visit.end()
  })

  it('goes on with the others when one says goodbye directly', async () => {
    const { wire, names, states, saysBye, ends, visit } = await aVisitOfThree()
    saysBye(0)
    expect([names(), states(), ends]).toEqual([[colleague.displayName], ['closed', 'connected'], []])
    expect(wire.requests('room:end')).toEqual([])
    saysBye(1)
    expect(ends).toEqual([{ reason: 'ended', by: colleague.id, endedAt: Date.now() }])
    expect(visit.companions.get()[0].person).toBe(colleague)
  })

  it('ends for all when the doctor ends it, and is left by anybody else', async () => {
    const [first, second] = [await aVisitOfThree(), await aVisitOfThree({ ...doctor, place: 3 })]
    first.visit.end()
    second.visit.end()
    expect([first.ends[0]?.reason, second.ends[0]?.reason]).toEqual(['ended', 'left'])
    for (const { states } of [first, second]) expect(states()).toEqual(['closed', 'closed'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is as the server says when its line comes back: who left is gone, who came is there', async () => {
    const { wire, visit, names, page } = await aVisitOfThree()
    wire.drop()
    wire.open()
    const resuming = visit.resume()
    const newcomer = aPeer({ ...asParticipant(aPerson(4)), place: 3 })
    await wire.answer('room:join', aSeat({ self: doctor, peers: [colleague, newcomer] }))
    await resuming
    expect(names()).toEqual([colleague.displayName, newcomer.displayName])
    expect(page.connections).toHaveLength(3)
    visit.end()
  })

  it('names who wrote a line, also after they left', async () => {
    const { visit, wire, page } = await aVisitOfThree()
    const chat = page.connections[1]?.channels[1]
    const id = '00000000-0000-4000-8000-000000000042'
    const data = JSON.stringify({ type: 'text', id, text: 'Good morning', sentAt: 1 })
    chat?.dispatchEvent(new MessageEvent('message', { data }))
    wire.tell('room:left', { roomId, id: colleague.id })
    const [line] = visit.chat.lines.get()
    expect(line?.author && visit.nameOf(line.author)).toBe(colleague.displayName)
    visit.end()
  })
})

describe('[B26] an invitation', () => {
  const invited: Invited = {
    ...asParticipant(aPerson(3)),
    by: doctor.id,
    role: 'doctor',
    awaits: [patient.id],
  } as const

  it('asks the one whose yes is waited for, and nobody else', async () => {
    const asPatient = await aVisit({ self: patient, peers: [{ ...doctor, presence: 'present' }] })
    asPatient.wire.tell('room:invited', { roomId, invited: [invited] })
    const { invitations } = asPatient.visit
    expect(invitations.invited.get().map((each) => invitations.asksMe(each))).toEqual([true])
    void invitations.answer(invited, true)
    expect(await asPatient.wire.answer('room:consent', {})).toEqual({
      roomId,
      person: invited.id,
      allowed: true,
    })
    asPatient.wire.tell('room:invited', { roomId, invited: [{ ...invited, awaits: [] }] })
    expect(invitations.invited.get().map((each) => invitations.asksMe(each))).toEqual([false])
    asPatient.visit.end()
  })

  it('is answered with no once more where that could not be said over a cut line', async () => {
    const { wire, visit } = await aVisit({ self: patient, peers: [{ ...doctor, presence: 'present' }] })
    const { invitations } = visit
    void invitations.answer(invited, false)
    await settled()
    wire.asked.shift()?.fail(new Error('cut'))
    await settled()
    invitations.take({ invited: [{ ...invited, awaits: [] }], locked: false })
    expect(await wire.answer('room:consent', {})).toMatchObject({ person: invited.id, allowed: false })
    await settled()
    invitations.take({ invited: [], locked: false })
    expect(wire.asked).toEqual([])
    visit.end()
  })

  it('is out of the question while the doctor has locked the visit, which all are told', async () => {
    const { wire, visit } = await aVisit({ self: doctor, peers: [patient], locked: true })
    const { invitations } = visit
    expect(invitations.locked.get()).toBe(true)
    void invitations.lock(false)
    expect(await wire.answer('room:lock', {})).toEqual({ roomId, locked: false })
    wire.tell('room:locked', { roomId, locked: false })
    expect(invitations.locked.get()).toBe(false)
    visit.end()
  })

  it('that comes to nothing is told to who made it, but for one taken back', async () => {
    const { wire, visit } = await aVisit({ self: doctor, peers: [patient] })
    const { invitations } = visit
    const person = asParticipant(aPerson(3))
    wire.tell('room:invitation_over', { roomId, person, outcome: 'cancelled' })
    expect(invitations.news.get()).toBeNull()
    wire.tell('room:invitation_over', { roomId, person, outcome: 'no_consent' })
    expect(invitations.news.get()).toEqual({ person, outcome: 'no_consent' })
    void invitations.invite(person)
    await wire.refuse('room:invite', 'room_full')
    await settled()
    expect(invitations.news.get()).toEqual({ person, outcome: 'room_full' })
    visit.end()
  })
})

describe('[B26] a picture that a doctor shows large to all', () => {
  const picture = { person: patient.id, role: 'camera' } as const

  it('is as the server says, also after the line was away', async () => {
    const { wire, visit } = await aVisitOfThree()
    const shown = { picture, by: colleague.id }
    wire.tell('room:shown', { roomId, shown })
    expect(visit.pictures.shown.get()).toEqual(shown)
    const resuming = visit.resume()
    await wire.answer('room:join', aSeat({ self: doctor, peers: [patient, colleague], shown: null }))
    await resuming
    expect(visit.pictures.shown.get()).toBeNull()
    visit.end()
  })

  it('is asked for by a doctor, who is told why it cannot be', async () => {
    const { wire, visit } = await aVisitOfThree()
    expect(visit.pictures.choosesForAll).toBe(true)
    void visit.pictures.show(picture)
    await wire.refuse('room:show', 'person_gone')
    await settled()
    expect(visit.pictures.problem.get()).toBe('person_gone')
    visit.end()
  })
})

describe('[B26] a link for somebody without an account', () => {
  it('is shown until it is used, taken back, or of no use any more', async () => {
    const { wire, visit } = await aVisit({ self: doctor, peers: [patient] })
    const { invitations } = visit
    const link = { token: linkTokenSchema.parse('t'.repeat(43)), expiresAt: 1 }
    const make = async (): Promise<void> => {
      void invitations.makeLink('interpreter')
      expect(await wire.answer('room:link', link)).toEqual({ roomId, as: 'interpreter' })
      await settled()
      expect(invitations.links.get()).toEqual({ interpreter: link })
    }
    await make()
    const comes: Invited = {
      ...asParticipant(aPerson(5)),
      by: doctor.id,
      role: 'interpreter',
      awaits: [patient.id],
    }
    wire.tell('room:invited', { roomId, invited: [comes] })
    expect(invitations.links.get()).toEqual({})
    await make()
    void invitations.withdrawLink('interpreter')
    await wire.answer('room:unlink', {})
    await settled()
    expect(invitations.links.get()).toEqual({})
    await make()
    wire.tell('room:locked', { roomId, locked: true })
    expect(invitations.links.get()).toEqual({})
    visit.end()
  })

  it('brings somebody with whom neither files nor the board are shared', async () => {
    const interpreter = aPeer({ ...asParticipant(aPerson(5)), place: 2, role: 'interpreter' })
    const { visit, page } = await aVisit({ self: doctor, peers: [patient, interpreter] })
    for (const connection of page.connections) connection.become('connected')
    const { files, board } = await visit.openWork()
    files.send([new File(['picture'], 'skin.png', { type: 'image/png' })])
    expect(files.cards.get().map(({ person }) => person.id)).toEqual([patient.id])
    expect(board.people.get().map(({ id }) => id)).toEqual([patient.id])
    visit.end()
  })
})
