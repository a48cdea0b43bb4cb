import { describe, expect, it } from 'vitest'
import { aRingId, aRoomId, aSeat, asParticipant, NO_RELAYS } from '../../platform/testing/samples.ts'
import { aCallee, aCaller, aLobby, grand, NO_RING, rieux, tarrou, theLobby } from './lobby.fixtures.ts'

describe('[A5] a socket that comes back', () => {
  it('finds its own ring still going', async () => {
    const { enter, state } = await aCaller()
    await enter(theLobby({ outgoing: { ringId: aRingId(), to: asParticipant(tarrou) } }))
    expect(state().ring).toMatchObject({ status: 'outgoing', ringId: aRingId() })
    expect(state().notice).toBeNull()
  })

  it('finds its own ring gone, and says so', async () => {
    const { enter, state } = await aCaller()
    await enter()
    expect(state()).toMatchObject({ ring: NO_RING, notice: { side: 'caller', what: 'interrupted' } })
  })

  it('finds the other’s ring, even one that it has not heard of', async () => {
    const { enter, state } = await aLobby()
    await enter(
      theLobby({ incoming: { ringId: aRingId(), from: asParticipant(tarrou), into: 'call' as const } }),
    )
    expect(state().ring).toMatchObject({ status: 'incoming', ringId: aRingId() })
  })

  it('finds the other’s ring gone, and says so', async () => {
    const { enter, state } = await aCallee()
    await enter()
    expect(state()).toMatchObject({ ring: NO_RING, notice: { side: 'callee', what: 'interrupted' } })
  })

  it('shows no ring that another tab makes', async () => {
    const { enter, state } = await aLobby()
    await enter(theLobby({ outgoing: { ringId: aRingId(), to: asParticipant(tarrou) } }))
    expect(state().ring).toEqual(NO_RING)
  })

  it('takes the ring of another tab for no other than that', async () => {
    const { enter, state } = await aCaller()
    await enter(theLobby({ outgoing: { ringId: aRingId(2), to: asParticipant(grand) } }))
    expect(state()).toMatchObject({ ring: NO_RING, notice: { what: 'interrupted', name: 'Jean Tarrou' } })
  })

  it('names its ring, so that the answer comes to it', async () => {
    const { wire, enter } = await aCaller()
    await enter(theLobby({ outgoing: { ringId: aRingId(), to: asParticipant(tarrou) } }))
    expect(wire.requests('lobby:enter')).toEqual([{}, { ringing: aRingId() }])
  })

  it('finds its ring answered meanwhile, and offers the visit', async () => {
    const { enter, state } = await aCaller()
    const openVisit = { roomId: aRoomId(), peers: [asParticipant(tarrou)] }
    await enter(theLobby({ self: { ...rieux, availability: 'in_visit' }, openVisit }))
    expect(state()).toMatchObject({ ring: NO_RING, notice: null, openVisit })
  })
})

/** Rieux's page, which asks who is here and has no answer yet. */
async function anEntering(open: Awaited<ReturnType<typeof aLobby>>) {
  const entering = open.lobby.enter()
  const hears = async (change: Parameters<typeof theLobby>[0] = {}): Promise<void> => {
    await open.wire.answer('lobby:enter', theLobby(change))
  }
  return { ...open, entering, hears }
}

describe('[A5] who is here, asked for before', () => {
  const tarrouRings = { incoming: { ringId: aRingId(), from: asParticipant(tarrou), into: 'call' as const } }

  it('a call was begun, leaves the call alone', async () => {
    const { wire, lobby, state, hears } = await anEntering(await aLobby())
    const calling = lobby.call(tarrou)
    await hears()
    await wire.answer('ring:start', { outcome: 'ringing', ringId: aRingId(), relays: NO_RELAYS })
    await calling
    expect(state()).toMatchObject({ ring: { status: 'outgoing', ringId: aRingId() }, notice: null })
    expect(wire.requests('ring:cancel')).toEqual([])
  })

  it('a ring was declined, does not bring it back', async () => {
    const { lobby, state, hears, entering } = await anEntering(await aCallee())
    lobby.decline()
    await hears(tarrouRings)
    expect(state()).toMatchObject({ ring: NO_RING, notice: { what: 'declined' } })
    await hears()
    await entering
    expect(state().ring).toEqual(NO_RING)
  })

  it('a ring was answered, does not ask again whether it is', async () => {
    const { wire, lobby, state, seats, hears } = await anEntering(await aCallee())
    const accepting = lobby.accept()
    await hears(tarrouRings)
    expect(state().ring.status).toBe('answering')
    await hears()
    await wire.answer('ring:accept', aSeat())
    await accepting
    expect(seats).toEqual([aSeat()])
  })

  it('a call was refused, is asked for again where somebody rings', async () => {
    const { wire, lobby, state, hears, entering } = await anEntering(await aLobby())
    const calling = lobby.call(grand)
    await hears(tarrouRings)
    await wire.refuse('ring:start', 'you_are_busy')
    await calling
    await hears(tarrouRings)
    await entering
    expect(state().ring).toMatchObject({ status: 'incoming', ringId: aRingId() })
  })
})
