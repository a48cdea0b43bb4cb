import type { Availability, Participant, PayloadOf, Person, PersonId, ServerEvent } from '@visita/protocol'
import type { Connection } from '../../platform/sockets.ts'

interface Presence {
  participant: Participant
  connections: Set<Connection>
  ringing: boolean
  inVisit: boolean
}

type Broadcast = <E extends ServerEvent>(event: E, payload: PayloadOf<E>) => void

/**
 * Who is here and what they are doing (A4), told to everybody as it changes. A person is one entry however
 * many pages they have open, and stays listed during a visit even while their line is down.
 */
export class Lobby {
  readonly #people = new Map<PersonId, Presence>()
  readonly #broadcast: Broadcast

  constructor(broadcast: Broadcast) {
    this.#broadcast = broadcast
  }

  enter(connection: Connection): Person {
    const presence = this.#presenceOf(connection.person)
    const isNews =
      presence.connections.size === 0 || presence.participant.displayName !== connection.person.displayName
    presence.participant = connection.person
    presence.connections.add(connection)
    if (isNews) this.#announce(presence)
    return asPerson(presence)
  }

  /** Returns whether this was the person's last page. */
  leave(connection: Connection): boolean {
    const presence = this.#people.get(connection.person.id)
    if (!presence?.connections.delete(connection)) return false
    this.#removeIfGone(presence)
    return presence.connections.size === 0
  }

  people(): Person[] {
    return Array.from(this.#people.values(), asPerson)
  }

  connectionsOf(id: PersonId): readonly Connection[] {
    return Array.from(this.#people.get(id)?.connections ?? [])
  }

  /** Null for somebody who has no page open. */
  find(id: PersonId): Person | null {
    const presence = this.#people.get(id)
    return presence && presence.connections.size > 0 ? asPerson(presence) : null
  }

  setRinging(person: Participant, ringing: boolean): void {
    this.#change(person, { ringing })
  }

  setInVisit(person: Participant, inVisit: boolean): void {
    this.#change(person, { inVisit })
  }

  #change(person: Participant, change: Partial<Pick<Presence, 'ringing' | 'inVisit'>>): void {
    // Somebody who has gone no longer rings.
    if (!this.#people.has(person.id) && !change.inVisit) return
    const presence = this.#presenceOf(person)
    const before = availabilityOf(presence)
    Object.assign(presence, change)
    if (this.#removeIfGone(presence)) return
    if (availabilityOf(presence) !== before) this.#announce(presence)
  }

  #presenceOf(participant: Participant): Presence {
    const known = this.#people.get(participant.id)
    if (known) return known
    const presence = { participant, connections: new Set<Connection>(), ringing: false, inVisit: false }
    this.#people.set(participant.id, presence)
    return presence
  }

  #removeIfGone(presence: Presence): boolean {
    if (presence.connections.size > 0 || presence.inVisit) return false
    const { id } = presence.participant
    if (this.#people.delete(id)) this.#broadcast('person:left', { id })
    return true
  }

  #announce(presence: Presence): void {
    this.#broadcast('person:changed', asPerson(presence))
  }
}

function availabilityOf({ inVisit, ringing }: Presence): Availability {
  if (inVisit) return 'in_visit'
  return ringing ? 'ringing' : 'available'
}

function asPerson(presence: Presence): Person {
  return { ...presence.participant, availability: availabilityOf(presence) }
}
