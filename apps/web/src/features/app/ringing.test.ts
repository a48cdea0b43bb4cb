import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { settled } from '../../platform/testing/fake-socket.ts'
import {
  aPerson,
  aRingId,
  aSeat,
  aSeatAsCalled,
  asParticipant,
  NO_RELAYS,
} from '../../platform/testing/samples.ts'
import { aParticipant, aVisitor } from './app.fixtures.ts'

beforeAll(async () => {
  // Loaded once here, because the first time takes its time.
  await import('../visit/index.ts')
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const peer = asParticipant(aPerson(2))

/** A page that rings the other person. */
async function aCaller() {
  const open = await aVisitor()
  const calling = open.model.lobby.call(aPerson(2))
  await open.wire.answer('ring:start', { outcome: 'ringing', ringId: aRingId(), relays: NO_RELAYS })
  await calling
  return open
}

describe('[A5] ringing', () => {
  it('makes the connection of the visit, one on each side', async () => {
    const { page, wire, at } = await aCaller()
    expect(page.connection.signalingState).toBe('have-local-offer')
    wire.tell('ring:accepted', { ringId: aRingId(), seat: aSeat() })
    await at('visit')
    await settled()
    expect(page.connections).toHaveLength(1)
    expect(wire.requests('room:signal')).toContainEqual(
      expect.objectContaining({
        signal: expect.objectContaining({
          kind: 'description',
          description: page.connection.localDescription,
        }),
      }),
    )
    const callee = await aParticipant()
    expect(callee.page.connections).toHaveLength(1)
    expect(callee.page.connection.connectionState).toBe('new')
  })

  it.each(['declined', 'no_answer', 'left'] as const)('closes it when it was %s', async (outcome) => {
    const { page, wire } = await aCaller()
    wire.tell('ring:over', { ringId: aRingId(), outcome })
    expect(page.connection.connectionState).toBe('closed')
  })

  it('closes it when this person cancels, declines, or is refused', async () => {
    const { page, wire, model } = await aCaller()
    model.lobby.cancel()
    expect(page.connection.connectionState).toBe('closed')
    wire.tell('ring:incoming', { ringId: aRingId(2), from: peer, into: 'call' })
    expect(page.connections).toHaveLength(2)
    model.lobby.decline()
    expect(page.connection.connectionState).toBe('closed')
    wire.tell('ring:incoming', { ringId: aRingId(3), from: peer, into: 'call' })
    const accepting = model.lobby.accept()
    expect(page.connection.connectionState).toBe('new')
    await wire.refuse('ring:accept', 'ring_over')
    await accepting
    expect(page.connections).toHaveLength(3)
    expect(page.connection.connectionState).toBe('closed')
  })

  it('closes one that was made for the other side of the call', async () => {
    const { page, wire, at } = await aCaller()
    wire.tell('ring:accepted', { ringId: aRingId(), seat: aSeatAsCalled() })
    await at('visit')
    await settled()
    expect(page.connections.map(({ connectionState }) => connectionState)).toEqual(['closed', 'new'])
  })

  it('that is taken back in the moment of the answer leads back, without a visit to return to', async () => {
    const { wire, model, visit, at } = await aParticipant()
    const { roomId } = visit.seat
    wire.tell('ring:over', { ringId: aRingId(), outcome: 'cancelled' })
    wire.tell('room:ended', { roomId, reason: 'ended', by: peer.id, endedAt: 0 })
    await at('lobby')
    expect(model.lobby.state.get().notice).toMatchObject({ side: 'callee', what: 'cancelled' })
  })

  it('that became a visit has its end, also where another ring is taken back', async () => {
    const { wire, model, visit, at } = await aParticipant()
    const { roomId } = visit.seat
    wire.tell('ring:over', { ringId: aRingId(2), outcome: 'cancelled' })
    wire.tell('room:ended', { roomId, reason: 'ended', by: peer.id, endedAt: 0 })
    await at('ended')
    expect(model.lobby.state.get().notice).toBeNull()
  })
})
