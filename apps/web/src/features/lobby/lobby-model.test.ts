import type { ErrorCode, RingOutcome } from '@visita/protocol'
import { describe, expect, it } from 'vitest'
import { settled } from '../../platform/testing/fake-socket.ts'
import { aPerson, aRingId, aRoomId, aSeat, asParticipant, NO_RELAYS } from '../../platform/testing/samples.ts'
import { aCallee, aCaller, aLobby, grand, NO_RING, rieux, tarrou, theLobby } from './lobby.fixtures.ts'

describe('[A4] the people here', () => {
  it('are everybody else, by name, as they come, change and go', async () => {
    const { wire, state } = await aLobby()
    const names = () => state().others.map(({ displayName }) => displayName)
    expect(names()).toEqual(['Jean Tarrou', 'Joseph Grand'])
    wire.tell('person:changed', aPerson(4, { displayName: 'Anne Castel' }))
    wire.tell('person:changed', { ...grand, availability: 'in_visit' })
    expect(names()).toEqual(['Anne Castel', 'Jean Tarrou', 'Joseph Grand'])
    expect(state().others.at(-1)?.availability).toBe('in_visit')
    wire.tell('person:left', { id: tarrou.id })
    expect(names()).toEqual(['Anne Castel', 'Joseph Grand'])
    wire.tell('person:changed', { ...rieux, availability: 'ringing' })
    expect(state().self?.availability).toBe('ringing')
    expect(names()).toEqual(['Anne Castel', 'Joseph Grand'])
  })

  it('are asked for again after a reconnection', async () => {
    const { enter, state } = await aLobby()
    await enter(
      theLobby({ people: [rieux, grand], openVisit: { roomId: aRoomId(), peers: [asParticipant(grand)] } }),
    )
    expect(state().others).toEqual([grand])
    expect(state().openVisit?.peers).toEqual([asParticipant(grand)])
  })

  it('are told of when one comes back to an ended visit', async () => {
    const { wire, lobby } = await aLobby()
    const rooms: string[] = []
    lobby.on('reopened', (roomId) => rooms.push(roomId))
    wire.tell('room:reopened', { roomId: aRoomId() })
    expect(rooms).toEqual([aRoomId()])
  })
})

describe('[A4] a visit of this person that begins', () => {
  const busy = { ...rieux, availability: 'in_visit' } as const

  it('in another tab is looked up', async () => {
    const { wire } = await aLobby()
    wire.tell('person:changed', busy)
    expect(wire.requests('lobby:enter')).toHaveLength(2)
  })

  it('by the ring of this tab is not', async () => {
    const { wire, seats } = await aCaller()
    wire.tell('person:changed', busy)
    wire.tell('ring:accepted', { ringId: aRingId(), seat: aSeat() })
    expect(seats).toHaveLength(1)
    expect(wire.requests('lobby:enter')).toHaveLength(1)
  })

  it('beside a ring that comes to nothing is looked up after it', async () => {
    const { wire } = await aCaller()
    wire.tell('person:changed', busy)
    wire.tell('ring:over', { ringId: aRingId(), outcome: 'declined' })
    expect(wire.requests('lobby:enter')).toHaveLength(2)
  })
})

describe('[A5] calling', () => {
  it('rings until the other accepts', async () => {
    const { wire, seats, state } = await aCaller()
    expect(state().ring).toEqual({ status: 'outgoing', to: tarrou, ringId: aRingId(), relays: NO_RELAYS })
    wire.tell('ring:accepted', { ringId: aRingId(), seat: aSeat() })
    expect(seats).toEqual([aSeat()])
    expect(state()).toMatchObject({ ring: NO_RING, notice: null })
  })

  it.each(['declined', 'no_answer', 'left', 'interrupted'] satisfies RingOutcome[])(
    'ends in a word when it was %s',
    async (what) => {
      const { wire, state } = await aCaller()
      wire.tell('ring:over', { ringId: aRingId(), outcome: what })
      expect(state()).toMatchObject({
        ring: NO_RING,
        notice: { side: 'caller', what, name: 'Jean Tarrou' },
      })
    },
  )

  it.each(['person_busy', 'person_gone', 'you_are_busy', 'too_fast'] satisfies ErrorCode[])(
    'ends in a word when the server says %s',
    async (what) => {
      const { wire, lobby, state } = await aLobby()
      const calling = lobby.call(tarrou)
      await wire.refuse('ring:start', what)
      await calling
      expect(state()).toMatchObject({ ring: NO_RING, notice: { side: 'caller', what } })
      lobby.dismissNotice()
      expect(state().notice).toBeNull()
    },
  )

  it('ends in a word when the server cannot be asked', async () => {
    const { wire, lobby, state } = await aLobby()
    wire.drop()
    await lobby.call(tarrou)
    expect(state()).toMatchObject({ ring: NO_RING, notice: { what: 'offline' } })
  })

  it('each other at once puts both through', async () => {
    const { wire, lobby, seats, state } = await aLobby()
    const calling = lobby.call(tarrou)
    wire.tell('ring:incoming', { ringId: aRingId(), from: asParticipant(tarrou), into: 'call' })
    await wire.answer('ring:start', { outcome: 'connected', seat: aSeat() })
    await calling
    expect(seats).toEqual([aSeat()])
    expect(state().ring).toEqual(NO_RING)
  })

  it('a second person while it rings is not done', async () => {
    const { wire, lobby } = await aCaller()
    await lobby.call(grand)
    expect(wire.requests('ring:start')).toHaveLength(1)
  })
})

describe('[A5] cancelling', () => {
  it('tells the server, and is over at once', async () => {
    const { wire, lobby, state } = await aCaller()
    lobby.cancel()
    expect(state()).toMatchObject({ ring: NO_RING, notice: { side: 'caller', what: 'cancelled' } })
    expect(await wire.answer('ring:cancel', {})).toEqual({ ringId: aRingId() })
    lobby.cancel()
    expect(wire.requests('ring:cancel')).toHaveLength(1)
  })

  it('before the server has answered is passed on as soon as it has', async () => {
    const { wire, lobby, state } = await aLobby()
    const calling = lobby.call(tarrou)
    lobby.cancel()
    await wire.answer('ring:start', { outcome: 'ringing', ringId: aRingId(), relays: NO_RELAYS })
    await calling
    expect(wire.requests('ring:cancel')).toEqual([{ ringId: aRingId() }])
    expect(state()).toMatchObject({ ring: NO_RING, notice: { what: 'cancelled' } })
  })

  it('stays said when the call could not be made anyhow', async () => {
    const { wire, lobby, state } = await aLobby()
    const calling = lobby.call(tarrou)
    lobby.cancel()
    await wire.refuse('ring:start', 'person_gone')
    await calling
    expect(state().notice?.what).toBe('cancelled')
  })

  it('too late ends the visit that nobody on this side wants', async () => {
    const { wire, lobby, seats } = await aCaller()
    lobby.cancel()
    wire.tell('ring:accepted', { ringId: aRingId(), seat: aSeat() })
    expect(seats).toEqual([])
    expect(await wire.answer('room:end', {})).toEqual({ roomId: aRoomId(), reason: 'ended' })
  })

  it('a call that crossed the other’s ends that visit too', async () => {
    const { wire, lobby, seats } = await aLobby()
    const calling = lobby.call(tarrou)
    lobby.cancel()
    await wire.answer('ring:start', { outcome: 'connected', seat: aSeat() })
    expect(seats).toEqual([])
    expect(await wire.answer('room:end', {})).toEqual({ roomId: aRoomId(), reason: 'ended' })
    await calling
  })

  it('one call and making the next: what comes late for the first leaves the second alone', async () => {
    const { wire, lobby, state } = await aCaller()
    lobby.cancel()
    const calling = lobby.call(grand)
    wire.tell('ring:over', { ringId: aRingId(), outcome: 'cancelled' })
    expect(state().ring).toMatchObject({ status: 'outgoing', to: grand })
    await wire.answer('ring:start', { outcome: 'ringing', ringId: aRingId(2), relays: NO_RELAYS })
    await calling
    expect(state().ring).toEqual({ status: 'outgoing', to: grand, ringId: aRingId(2), relays: NO_RELAYS })
  })

  it('two calls before the first was answered makes the first only, and cancels it', async () => {
    const { wire, lobby, state } = await aLobby()
    const first = lobby.call(tarrou)
    lobby.cancel()
    const second = lobby.call(tarrou)
    lobby.cancel()
    await wire.answer('ring:start', { outcome: 'ringing', ringId: aRingId(), relays: NO_RELAYS })
    await Promise.all([first, second])
    expect([wire.requests('ring:start').length, wire.requests('ring:cancel').length]).toEqual([1, 1])
    expect(state().ring).toEqual(NO_RING)
  })

  it('one call before it was answered and making the next rings the next only', async () => {
    const { wire, lobby, state } = await aLobby()
    const first = lobby.call(tarrou)
    lobby.cancel()
    const second = lobby.call(grand)
    // Not before the first is known to be cancelled: it would be another call in which this person is.
    await settled()
    expect(wire.requests('ring:start')).toEqual([{ callee: tarrou.id }])
    await wire.answer('ring:start', { outcome: 'ringing', ringId: aRingId(1), relays: NO_RELAYS })
    expect(wire.heard.map(([event]) => event)).toEqual([
      'lobby:enter',
      'ring:start',
      'ring:cancel',
      'ring:start',
    ])
    await wire.answer('ring:start', { outcome: 'ringing', ringId: aRingId(2), relays: NO_RELAYS })
    await Promise.all([first, second])
    expect(wire.requests('ring:cancel')).toEqual([{ ringId: aRingId(1) }])
    expect(state().ring).toEqual({ status: 'outgoing', to: grand, ringId: aRingId(2), relays: NO_RELAYS })
  })
})

describe('[A5] being called', () => {
  it('by whom one presses Call for in the same moment is answered', async () => {
    const { wire, lobby, seats } = await aCallee()
    const calling = lobby.call(tarrou)
    await wire.answer('ring:accept', aSeat())
    await calling
    expect([wire.requests('ring:start').length, seats]).toEqual([0, [aSeat()]])
  })

  it('rings until it is accepted', async () => {
    const { wire, lobby, seats, state } = await aCallee()
    expect(state().ring).toEqual({
      status: 'incoming',
      from: asParticipant(tarrou),
      ringId: aRingId(),
      into: 'call',
    })
    const accepting = lobby.accept()
    expect(state().ring.status).toBe('answering')
    await lobby.accept()
    await wire.answer('ring:accept', aSeat())
    await accepting
    expect(wire.requests('ring:accept')).toHaveLength(1)
    expect(seats).toEqual([aSeat()])
    expect(state().ring).toEqual(NO_RING)
  })

  it('can be declined', async () => {
    const { wire, lobby, state } = await aCallee()
    lobby.decline()
    expect(state()).toMatchObject({ ring: NO_RING, notice: { side: 'callee', what: 'declined' } })
    expect(await wire.answer('ring:decline', {})).toEqual({ ringId: aRingId() })
  })

  it.each(['cancelled', 'no_answer', 'left', 'answered_elsewhere'] satisfies RingOutcome[])(
    'ends in a word when it was %s',
    async (what) => {
      const { wire, state } = await aCallee()
      wire.tell('ring:over', { ringId: aRingId(), outcome: what })
      expect(state()).toMatchObject({
        ring: NO_RING,
        notice: { side: 'callee', what, name: 'Jean Tarrou' },
      })
    },
  )

  it('and accepting too late ends in a word', async () => {
    const { wire, lobby, state } = await aCallee()
    const accepting = lobby.accept()
    await wire.refuse('ring:accept', 'ring_over')
    await accepting
    expect(state()).toMatchObject({ ring: NO_RING, notice: { side: 'callee', what: 'ring_over' } })
  })

  it('and accepting in the moment of the cancelling keeps the word that says more', async () => {
    const { wire, lobby, state } = await aCallee()
    const accepting = lobby.accept()
    wire.tell('ring:over', { ringId: aRingId(), outcome: 'cancelled' })
    await wire.refuse('ring:accept', 'ring_over')
    await accepting
    expect(state().notice?.what).toBe('cancelled')
  })

  it('is not ended by what became of another ring', async () => {
    const { wire, state } = await aCallee()
    wire.tell('ring:over', { ringId: aRingId(9), outcome: 'cancelled' })
    expect(state().ring.status).toBe('incoming')
  })
})
