import type { ReplyOf, Seat } from '@visita/protocol'
import { aSocket } from '../../platform/testing/fake-socket.ts'
import { aPerson, aRingId, asParticipant, NO_RELAYS } from '../../platform/testing/samples.ts'
import { LobbyModel } from './lobby-model.ts'

export const rieux = aPerson(1, { displayName: 'Bernard Rieux' })
export const tarrou = aPerson(2, { displayName: 'Jean Tarrou' })
export const grand = aPerson(3, { displayName: 'Joseph Grand' })

export const theLobby = (change: Partial<ReplyOf<'lobby:enter'>> = {}): ReplyOf<'lobby:enter'> => ({
  self: rieux,
  people: [tarrou, rieux, grand],
  openVisit: null,
  incoming: null,
  outgoing: null,
  ...change,
})

/** Rieux's page in the lobby, with Tarrou and Grand. */
export async function aLobby(reply = theLobby()) {
  const { wire, socket } = aSocket()
  const lobby = new LobbyModel(socket)
  const seats: Seat[] = []
  lobby.on('seat', (seat) => seats.push(seat))
  const enter = async (now = reply): Promise<void> => {
    const entering = lobby.enter()
    await wire.answer('lobby:enter', now)
    await entering
  }
  wire.open()
  await enter()
  const state = () => lobby.state.get()
  return { wire, lobby, seats, enter, state }
}

/** Rieux's page, ringing Tarrou. */
export async function aCaller() {
  const caller = await aLobby()
  const calling = caller.lobby.call(tarrou)
  await caller.wire.answer('ring:start', { outcome: 'ringing', ringId: aRingId(), relays: NO_RELAYS })
  await calling
  return caller
}

/** Rieux's page, rung by Tarrou. */
export async function aCallee() {
  const callee = await aLobby()
  callee.wire.tell('ring:incoming', { ringId: aRingId(), from: asParticipant(tarrou), into: 'call' })
  return callee
}

export const NO_RING = { status: 'none' }
