import type { EndReason } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { settled } from '../../platform/testing/fake-socket.ts'
import { aPeer, aRoomId, aSeat } from '../../platform/testing/samples.ts'
import { aRecord, aVisit, connected } from './visit.fixtures.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const roomId = aRoomId()
const { self, visitId } = aSeat()
const peer = aPeer()
const absent = aPeer({ presence: 'absent' })

const after = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds)

/** Nobody listens, nothing ticks, no device is open. */
function expectNothingLeft({ page, wire, capture }: Awaited<ReturnType<typeof aVisit>>): void {
  const taken: unknown[] = []
  const hear = (answer: unknown): void => void taken.push(answer)
  const from = '0b0c1c6e-8d5e-4c3a-9d1e-0f6a5b4c3d2e'
  wire.receive('room:peer', { roomId, peer }, hear)
  wire.receive('room:ended', { roomId, reason: 'ended', by: null, endedAt: 1 }, hear)
  wire.receive('room:taken_over', { roomId }, hear)
  wire.receive(
    'room:signal',
    { roomId, from: peer.id, signal: { kind: 'hello', page: from, from, to: null } },
    hear,
  )
  expect(taken).toEqual([false, false, false, false])
  expect(vi.getTimerCount()).toBe(0)
  expect(page.connection.connectionState).toBe('closed')
  expect(capture.given.map(({ readyState }) => readyState)).toEqual(['ended', 'ended'])
  expect(page.stored.size).toBe(0)
}

describe('[B3] ending the visit', () => {
  it('is over here at once, tells the other page and the server, and leaves nothing behind', async () => {
    const open = await connected()
    const { page, wire, visit, ends } = open
    const said: unknown[] = []
    const [control] = page.connection.channels
    if (control) control.send = (...data: unknown[]) => void said.push(...data)
    visit.end()
    visit.end()
    expect(ends).toEqual([{ reason: 'ended', by: self.id, endedAt: Date.now() }])
    expect(said).toEqual(['{"type":"bye"}'])
    const { seatToken } = aSeat()
    expect(await wire.answer('room:end', {})).toEqual({ roomId, seatToken, reason: 'ended', by: self.id })
    expect(wire.requests('room:end')).toHaveLength(1)
    expectNothingLeft(open)
  })

  it('without a connection waits to be told until there is one', async () => {
    const { wire, visit, ends } = await connected()
    wire.drop()
    visit.end()
    await settled()
    expect(ends).toHaveLength(1)
    expect(visit.keeper.state.get().waiting).toBe(1)
    wire.open()
    visit.keeper.hurry()
    await vi.advanceTimersByTimeAsync(1_000)
    await wire.answer('room:end', {})
    expect(visit.keeper.state.get()).toEqual({ waiting: 0, failed: 0 })
  })

  it('that the server has ended already is what was wanted', async () => {
    const { wire, visit } = await connected()
    visit.end()
    await wire.refuse('room:end', 'visit_ended')
    expect(visit.keeper.state.get()).toEqual({ waiting: 0, failed: 0 })
  })

  it('by the other page, said directly, ends it here too, once', async () => {
    const open = await connected()
    open.page.connection.channels[0]?.dispatchEvent(new MessageEvent('message', { data: '{"type":"bye"}' }))
    open.wire.tell('room:ended', { roomId, reason: 'ended', by: peer.id, endedAt: 5 })
    expect(open.ends).toEqual([{ reason: 'ended', by: peer.id, endedAt: Date.now() }])
    // They may not reach the server themselves.
    expect(await open.wire.answer('room:end', {})).toMatchObject({ roomId, reason: 'ended', by: peer.id })
    expectNothingLeft(open)
  })

  it.each(['ended', 'page_closed', 'lost'] satisfies EndReason[])(
    'is told by the server: %s',
    async (reason) => {
      const open = await connected()
      open.wire.tell('room:ended', { roomId: aRoomId(2), reason, by: null, endedAt: 4 })
      expect(open.ends).toEqual([])
      open.wire.tell('room:ended', { roomId, reason, by: null, endedAt: 5 })
      expect(open.ends).toEqual([{ reason, by: null, endedAt: Date.now() }])
      expectNothingLeft(open)
    },
  )
})

describe('[B1] another tab', () => {
  it('that takes the visit over gets it, and this one lets go of everything', async () => {
    const open = await connected()
    open.wire.tell('room:taken_over', { roomId })
    open.visit.end()
    expect([open.moves(), open.ends]).toEqual([1, []])
    expect(open.wire.requests('room:end')).toEqual([])
    expectNothingLeft(open)
  })
})

describe('[B10] a socket that comes back', () => {
  it('takes its seat again with its token', async () => {
    const { wire, visit, ends } = await connected()
    wire.drop()
    wire.open()
    const resuming = visit.resume()
    expect(await wire.answer('room:join', aSeat({ peers: [absent] }))).toEqual({
      intent: 'resume',
      roomId,
      seatToken: aSeat().seatToken,
    })
    await resuming
    expect(visit.companions.get()[0].presence.get()).toBe('absent')
    expect([visit.companions.get()[0].call.state.get().phase, ends]).toEqual(['connected', []])
  })

  it('asks for its seat again when that failed for the moment', async () => {
    const { wire, visit } = await connected()
    await wire.answer('room:signal', {})
    void visit.resume()
    await wire.refuse('room:join', 'too_fast')
    await after(2_000)
    await wire.answer('room:join', aSeat({ peers: [absent] }))
    await settled()
    expect(visit.companions.get()[0].presence.get()).toBe('absent')
  })

  it('finds its seat in another tab', async () => {
    const open = await connected()
    const resuming = open.visit.resume()
    await open.wire.refuse('room:join', 'seat_moved')
    await resuming
    expect(open.moves()).toBe(1)
    expectNothingLeft(open)
  })

  it('finds the visit ended, and how', async () => {
    const open = await connected()
    const end = { reason: 'page_closed', by: peer.id } as const
    open.page.answers.set(`GET /api/visits/${visitId}`, aRecord({ endedAt: 9, end }))
    const resuming = open.visit.resume()
    await open.wire.refuse('room:join', 'visit_ended')
    await resuming
    expect(open.ends).toEqual([{ ...end, endedAt: Date.now() }])
    expectNothingLeft(open)
  })

  it('finds the visit ended, and cannot learn how', async () => {
    const open = await connected()
    const resuming = open.visit.resume()
    await open.wire.refuse('room:join', 'not_invited')
    await resuming
    expect(open.ends).toEqual([{ reason: 'lost', by: null, endedAt: Date.now() }])
  })

  it('that goes again before it has its seat changes nothing', async () => {
    const { wire, visit, ends, moves } = await connected()
    const resuming = visit.resume()
    await settled()
    wire.drop()
    await resuming
    expect([ends, moves()]).toEqual([[], 0])
  })
})

describe('[B3] the visit is lost', () => {
  const almost = 119_999

  it('after two minutes without picture and without the other’s presence', async () => {
    const open = await connected()
    open.wire.tell('room:peer', { roomId, peer: absent })
    await after(60_000)
    open.page.connection.become('disconnected')
    await after(almost)
    expect(open.ends).toEqual([])
    await after(1)
    expect(open.ends).toEqual([{ reason: 'lost', by: null, endedAt: Date.now() }])
    await open.wire.answer('room:end', {})
    expectNothingLeft(open)
  })

  it('after two minutes when the other never came', async () => {
    const { ends } = await aVisit({ peers: [absent] })
    await after(almost + 1)
    expect(ends.map(({ reason }) => reason)).toEqual(['lost'])
  })

  it('not while the call goes on without the server', async () => {
    const { wire, ends } = await connected()
    wire.drop()
    await after(300_000)
    expect(ends).toEqual([])
  })

  it('not while the server says that the other is there', async () => {
    const { page, ends } = await connected()
    page.connection.become('failed')
    await after(300_000)
    expect(ends).toEqual([])
  })

  it('not when the picture or the presence comes back in time', async () => {
    const { page, wire, ends } = await connected({ peers: [absent] })
    page.connection.become('disconnected')
    await after(almost)
    page.connection.become('connected')
    await after(almost)
    page.connection.become('disconnected')
    await after(almost)
    wire.tell('room:peer', { roomId, peer })
    await after(almost)
    expect(ends).toEqual([])
  })

  it('after two minutes when this page itself has neither picture nor server', async () => {
    const open = await connected()
    open.wire.drop()
    open.page.connection.become('disconnected')
    await after(almost)
    expect(open.ends).toEqual([])
    await after(1)
    expect(open.ends.map(({ reason }) => reason)).toEqual(['lost'])
    expect(open.capture.given.map(({ readyState }) => readyState)).toEqual(['ended', 'ended'])
  })
})

it('[B3] a page that closes says so, unless the visit is over', async () => {
  const { page, visit } = await connected()
  visit.announceClosing()
  visit.end()
  visit.announceClosing()
  expect(page.beacons).toEqual(['/api/rooms/closing'])
})

it('[A9] what is written is kept in the record', async () => {
  const { page, visit } = await connected()
  visit.write('Does it itch?')
  expect(page.asked).toEqual([expect.stringMatching(`PUT /api/visits/${visitId}/messages/`)])
  expect(visit.chat.lines.get()).toMatchObject([{ mine: true, text: 'Does it itch?' }])
  visit.end()
})
