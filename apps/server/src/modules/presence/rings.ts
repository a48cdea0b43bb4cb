import {
  ringIdSchema,
  type Participant,
  type Person,
  type PersonId,
  type Relays,
  type ReplyOf,
  type RingId,
  type RingOutcome,
  type Seat,
  type SessionId,
} from '@visita/protocol'
import { newId } from '../../platform/random.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Connection } from '../../platform/sockets.ts'
import type { Lobby } from './lobby.ts'
import { type Invitation, type OpenVisit, type Ring, type Ringing, stopTimers } from './ring.ts'

export interface RingsOptions {
  lobby: Lobby
  ringMs: number
  /** How long a line may be cut while it rings, in milliseconds. */
  graceMs: number
  relays: () => Relays
  openVisit: OpenVisit
  /** For a caller who takes it back in the moment of the answer. */
  endVisit: (caller: Connection, seat: Seat) => Promise<void>
}

/**
 * Ringing (A5). A ring ends exactly once, by whichever comes first: accepted, declined, cancelled, not
 * answered in time, or one of the two leaving; both sides are told which.
 */
export class Rings {
  readonly #options: RingsOptions
  readonly #rings = new Map<RingId, Ring>()
  /** Those that became visits a moment ago, with the caller's seat. */
  readonly #justBegun = new Map<RingId, { ring: Ring; seat: Seat; timeout: NodeJS.Timeout }>()

  constructor(options: RingsOptions) {
    this.#options = options
  }

  async start(caller: Connection, calleeId: PersonId): Promise<ReplyOf<'ring:start'>> {
    const { lobby } = this.#options
    if (calleeId === caller.person.id) throw new Refusal('bad_request')
    this.#endAbandoned(caller.person.id)
    const meanwhile = this.incoming(caller.person.id)
    if (meanwhile?.from.id === calleeId) {
      // Both called each other at the same moment: that is a yes from both.
      return { outcome: 'connected', seat: await this.accept(caller, meanwhile.id) }
    }
    return this.#call(caller, lobby.findFor(caller.member, calleeId), this.#options.openVisit)
  }

  /** Rings somebody who has asked for it, and so whether or not the lobby shows them to the caller. */
  startAsked(caller: Connection, calleeId: PersonId, openVisit: OpenVisit): Ringing {
    this.#endAbandoned(caller.person.id)
    return this.#call(caller, this.#options.lobby.find(calleeId), openVisit)
  }

  /** Rings somebody into a visit that goes on. */
  startInvited({ from, callee, admit, onOver }: Invitation): RingId {
    return this.#ring({
      from,
      callee,
      caller: null,
      into: 'visit',
      answer: async (page) => ({ seat: await admit(page), callersSeat: null }),
      tell: onOver,
    }).id
  }

  /** The visit takes back what it rang. */
  withdrawInvited(id: RingId): void {
    const ring = this.#ringing(id)
    if (ring?.caller === null) this.#end(ring, 'cancelled')
  }

  /** Ends the ring in a visit: the caller's page is told, the callee's seat is returned. */
  async accept(callee: Connection, id: RingId): Promise<Seat> {
    const ring = this.#ringing(id)
    if (ring?.callee.id !== callee.person.id) throw new Refusal('ring_over')
    ring.answered = true
    stopTimers(ring)
    for (const page of this.#options.lobby.connectionsOf(callee.person.id)) {
      if (page !== callee) page.send('ring:over', { ringId: id, outcome: 'answered_elsewhere' })
    }
    try {
      const { seat, callersSeat } = await ring.answer(callee)
      if (callersSeat !== null) await this.#begin(ring, callersSeat)
      return seat
    } catch (error) {
      if (!ring.withdrawn) this.#tellBoth(ring, 'interrupted')
      throw error
    } finally {
      this.#rings.delete(id)
      this.#setRinging(ring, false)
    }
  }

  decline(callee: Connection, id: RingId): void {
    const ring = this.#ringing(id)
    if (ring?.callee.id !== callee.person.id) throw new Refusal('ring_over')
    this.#end(ring, 'declined')
  }

  /** In the moment of the answer it takes the visit back, and the callee is told the same as before it. */
  async cancel(caller: Connection, id: RingId): Promise<void> {
    const begun = this.#justBegun.get(id)
    const ring = begun?.ring ?? this.#rings.get(id)
    if (ring?.caller?.person.id !== caller.person.id) throw new Refusal('ring_over')
    if (!ring.answered) return this.#end(ring, 'cancelled')
    ring.withdrawn = true
    if (begun) await this.#withdraw(ring, begun.seat)
  }

  /** A page has gone: who rings with it, or has no other one to be rung on, may be back in a moment. */
  leave(page: Connection): void {
    const { id } = page.person
    const isGone = this.#options.lobby.find(id) === null
    for (const ring of this.#allOf(id)) {
      if (ring.caller !== page && !(isGone && ring.callee.id === id)) continue
      clearTimeout(ring.away.get(id))
      ring.away.set(
        id,
        setTimeout(() => this.#end(ring, 'left'), this.#options.graceMs),
      )
    }
  }

  /** A page has come: one that names the ring that it makes goes on with it, and any of who is called will do. */
  enter(page: Connection, own: RingId | null): void {
    const { id } = page.person
    for (const ring of this.#all()) {
      const rings = ring.caller?.person.id === id && ring.id === own
      if (!rings && ring.callee.id !== id) continue
      if (rings) ring.caller = page
      clearTimeout(ring.away.get(id))
      ring.away.delete(id)
      this.#options.lobby.setRinging(page.person, true)
    }
  }

  /** Nobody can answer or be answered who is in a visit now, however they came to it. */
  endOfBusy(id: PersonId): void {
    for (const ring of this.#allOf(id)) this.#end(ring, ring.callee.id === id ? 'person_busy' : 'cancelled')
  }

  /** A session ended, and its page with it for good. */
  forget({ sessionId, personId }: { sessionId: SessionId; personId: PersonId }): void {
    for (const ring of this.#allOf(personId)) {
      if (ring.caller?.member.sessionId === sessionId) this.#end(ring, 'left')
    }
  }

  /** The ring that calls this person at this moment. */
  incoming(id: PersonId): Pick<Ring, 'id' | 'from' | 'into'> | null {
    return this.#allOf(id).find((ring) => ring.callee.id === id) ?? null
  }

  /** The ring that this person makes at this moment, also while its visit is being written. */
  outgoing(id: PersonId): { id: RingId; callee: Participant } | null {
    return this.#all().find((ring) => ring.caller?.person.id === id) ?? null
  }

  /** Stops every timer; nobody is told, because the server is going. */
  close(): void {
    for (const ring of this.#all()) stopTimers(ring)
    for (const { timeout } of this.#justBegun.values()) clearTimeout(timeout)
    this.#rings.clear()
  }

  #call(caller: Connection, callee: Person | null, openVisit: OpenVisit): Ringing {
    const { lobby, relays } = this.#options
    if (!callee) throw new Refusal('person_gone')
    if (lobby.find(caller.person.id)?.availability !== 'available') throw new Refusal('you_are_busy')
    const from = caller.person
    const page = (): Connection => ring.caller ?? caller
    const ring: Ring = this.#ring({
      from,
      callee,
      caller,
      into: 'call',
      answer: async (theirs) => {
        const [callersSeat, seat] = await openVisit(page(), theirs)
        return { seat, callersSeat }
      },
      tell: (outcome) => page().send('ring:over', { ringId: ring.id, outcome }),
    })
    return { outcome: 'ringing', ringId: ring.id, relays: relays() }
  }

  #ring({
    callee,
    ...how
  }: Pick<Ring, 'from' | 'caller' | 'into' | 'answer' | 'tell'> & { callee: Person | null }): Ring {
    const { lobby } = this.#options
    if (!callee) throw new Refusal('person_gone')
    if (callee.availability !== 'available') throw new Refusal('person_busy')
    const { id: calleeId, displayName } = callee
    const id = ringIdSchema.parse(newId())
    const timeout = setTimeout(() => this.#end(ring, 'no_answer'), this.#options.ringMs)
    const ring: Ring = {
      id,
      ...how,
      callee: { id: calleeId, displayName },
      timeout,
      answered: false,
      withdrawn: false,
      away: new Map(),
    }
    this.#rings.set(id, ring)
    this.#setRinging(ring, true)
    for (const page of lobby.connectionsOf(calleeId)) {
      page.send('ring:incoming', { ringId: id, from: how.from, into: how.into })
    }
    return ring
  }

  /** Whoever calls anew, from a page that was reloaded, does not wait for the call that went with it. */
  #endAbandoned(id: PersonId): void {
    for (const ring of this.#allOf(id)) {
      if (ring.caller?.person.id === id && !ring.caller.isOpen) this.#end(ring, 'left')
    }
  }

  /** The caller hears of the answer, and has a moment to take it back. */
  async #begin(ring: Ring, seat: Seat): Promise<void> {
    if (ring.withdrawn) {
      await this.#withdraw(ring, seat)
      throw new Refusal('ring_over')
    }
    const timeout = setTimeout(() => this.#justBegun.delete(ring.id), this.#options.graceMs)
    this.#justBegun.set(ring.id, { ring, seat, timeout })
    ring.caller?.send('ring:accepted', { ringId: ring.id, seat })
  }

  async #withdraw(ring: Ring, seat: Seat): Promise<void> {
    clearTimeout(this.#justBegun.get(ring.id)?.timeout)
    this.#justBegun.delete(ring.id)
    // First, so that the callee's page knows what the end of the visit means.
    this.#tellBoth(ring, 'cancelled')
    if (ring.caller) await this.#options.endVisit(ring.caller, seat)
  }

  #all(): Ring[] {
    return Array.from(this.#rings.values())
  }

  /** Those of a person that nobody has answered. */
  #allOf(id: PersonId): Ring[] {
    return this.#all().filter(
      (ring) => !ring.answered && (ring.caller?.person.id === id || ring.callee.id === id),
    )
  }

  #ringing(id: RingId): Ring | null {
    const ring = this.#rings.get(id)
    return ring === undefined || ring.answered ? null : ring
  }

  #end(ring: Ring, outcome: RingOutcome): void {
    stopTimers(ring)
    this.#rings.delete(ring.id)
    this.#setRinging(ring, false)
    this.#tellBoth(ring, outcome)
  }

  #setRinging(ring: Ring, ringing: boolean): void {
    const { lobby } = this.#options
    if (ring.caller) lobby.setRinging(ring.caller.person, ringing)
    lobby.setRinging(ring.callee, ringing)
  }

  #tellBoth({ id: ringId, tell, callee }: Ring, outcome: RingOutcome): void {
    tell(outcome)
    for (const page of this.#options.lobby.connectionsOf(callee.id))
      page.send('ring:over', { ringId, outcome })
  }
}
