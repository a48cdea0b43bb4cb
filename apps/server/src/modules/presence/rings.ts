import {
  ringIdSchema,
  type IceServer,
  type Participant,
  type Person,
  type PersonId,
  type ReplyOf,
  type RingId,
  type RingOutcome,
  type Seat,
} from '@visita/protocol'
import { newId } from '../../platform/random.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Connection } from '../../platform/sockets.ts'
import type { Lobby } from './lobby.ts'

interface Ring {
  id: RingId
  caller: Connection
  callee: Participant
  timeout: NodeJS.Timeout
  openVisit: OpenVisit
}

/** Opens the visit once both want it; the seats are in the order caller, callee. */
type OpenVisit = (caller: Connection, callee: Connection) => Promise<readonly [Seat, Seat]>
type Ringing = ReplyOf<'queue:accept'>

export interface RingsOptions {
  lobby: Lobby
  ringMs: number
  iceServers: IceServer[]
  openVisit: OpenVisit
}

/**
 * Ringing (A5). A ring ends exactly once, by whichever comes first: accepted, declined, cancelled, not
 * answered in time, or one of the two leaving; both sides are told which.
 */
export class Rings {
  readonly #options: RingsOptions
  readonly #rings = new Map<RingId, Ring>()

  constructor(options: RingsOptions) {
    this.#options = options
  }

  async start(caller: Connection, calleeId: PersonId): Promise<ReplyOf<'ring:start'>> {
    const { lobby } = this.#options
    if (calleeId === caller.person.id) throw new Refusal('bad_request')
    const meanwhile = this.incoming(caller.person.id)
    if (meanwhile?.caller.person.id === calleeId) {
      // Both called each other at the same moment: that is a yes from both.
      return { outcome: 'connected', seat: await this.accept(caller, meanwhile.id) }
    }
    return this.#ring(caller, lobby.findFor(caller.member, calleeId), this.#options.openVisit)
  }

  /** Rings somebody who has asked for it, and so whether or not the lobby shows them to the caller. */
  startAsked(caller: Connection, calleeId: PersonId, openVisit: OpenVisit): Ringing {
    return this.#ring(caller, this.#options.lobby.find(calleeId), openVisit)
  }

  /** Ends the ring in a visit: the caller's page is told, the callee's seat is returned. */
  async accept(callee: Connection, id: RingId): Promise<Seat> {
    const ring = this.#rings.get(id)
    if (ring?.callee.id !== callee.person.id) throw new Refusal('ring_over')
    this.#take(ring)
    for (const page of this.#options.lobby.connectionsOf(callee.person.id)) {
      if (page !== callee) page.send('ring:over', { ringId: id, outcome: 'answered_elsewhere' })
    }
    try {
      const [callerSeat, calleeSeat] = await ring.openVisit(ring.caller, callee)
      ring.caller.send('ring:accepted', { ringId: id, seat: callerSeat })
      return calleeSeat
    } catch (error) {
      this.#tellBoth(ring, 'interrupted')
      throw error
    } finally {
      this.#setRinging(ring, false)
    }
  }

  decline(callee: Connection, id: RingId): void {
    const ring = this.#rings.get(id)
    if (ring?.callee.id !== callee.person.id) throw new Refusal('ring_over')
    this.#end(ring, 'declined')
  }

  cancel(caller: Connection, id: RingId): void {
    const ring = this.#rings.get(id)
    if (ring?.caller.person.id !== caller.person.id) throw new Refusal('ring_over')
    this.#end(ring, 'cancelled')
  }

  /** A page has gone; `lastPage` says whether the person is gone with it. */
  leave(connection: Connection, lastPage: boolean): void {
    for (const ring of this.#rings.values()) {
      const calleeGone = lastPage && ring.callee.id === connection.person.id
      if (ring.caller === connection || calleeGone) this.#end(ring, 'left')
    }
  }

  /** The ring that calls this person at this moment. */
  incoming(id: PersonId): { id: RingId; caller: Connection } | null {
    return this.#find((ring) => ring.callee.id === id)
  }

  /** The ring that this person makes at this moment. */
  outgoing(id: PersonId): { id: RingId; callee: Participant } | null {
    return this.#find((ring) => ring.caller.person.id === id)
  }

  /** Stops every timer; nobody is told, because the server is going. */
  close(): void {
    for (const ring of this.#rings.values()) clearTimeout(ring.timeout)
    this.#rings.clear()
  }

  #ring(caller: Connection, callee: Person | null, openVisit: OpenVisit): Ringing {
    const { lobby, iceServers } = this.#options
    if (!callee) throw new Refusal('person_gone')
    if (lobby.find(caller.person.id)?.availability !== 'available') throw new Refusal('you_are_busy')
    if (callee.availability !== 'available') throw new Refusal('person_busy')
    const { id: calleeId, displayName } = callee
    const id = ringIdSchema.parse(newId())
    const timeout = setTimeout(() => this.#end(ring, 'no_answer'), this.#options.ringMs)
    const ring: Ring = { id, caller, callee: { id: calleeId, displayName }, timeout, openVisit }
    this.#rings.set(id, ring)
    this.#setRinging(ring, true)
    for (const page of lobby.connectionsOf(calleeId)) {
      page.send('ring:incoming', { ringId: id, from: caller.person })
    }
    return { outcome: 'ringing', ringId: id, iceServers }
  }

  #find(matches: (ring: Ring) => boolean): Ring | null {
    for (const ring of this.#rings.values()) if (matches(ring)) return ring
    return null
  }

  #end(ring: Ring, outcome: RingOutcome): void {
    this.#take(ring)
    this.#setRinging(ring, false)
    this.#tellBoth(ring, outcome)
  }

  #take(ring: Ring): void {
    clearTimeout(ring.timeout)
    this.#rings.delete(ring.id)
  }

  #setRinging(ring: Ring, ringing: boolean): void {
    this.#options.lobby.setRinging(ring.caller.person, ringing)
    this.#options.lobby.setRinging(ring.callee, ringing)
  }

  #tellBoth({ id: ringId, caller, callee }: Ring, outcome: RingOutcome): void {
    const pages = [caller, ...this.#options.lobby.connectionsOf(callee.id)]
    for (const page of pages) page.send('ring:over', { ringId, outcome })
  }
}
