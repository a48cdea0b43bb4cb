import type {
  Availability,
  LobbyMode,
  Participant,
  PayloadOf,
  Person,
  PersonId,
  ServerEvent,
} from '@visita/protocol'
import type { Member } from '../../platform/principal.ts'
import type { Connection } from '../../platform/sockets.ts'
import { audienceOf, audiencesFor, type Audience } from './audience.ts'

interface Presence {
  participant: Participant
  audience: Audience
  connections: Set<Connection>
  ringing: boolean
  inVisit: boolean
}

type Broadcast = <E extends ServerEvent>(
  audiences: readonly Audience[],
  event: E,
  payload: PayloadOf<E>,
) => void

/**
 * Who is here and what they are doing (A4), told as it changes to everybody who may see them. A person is one
 * entry however many pages they have open, and stays listed during a visit even while their line is down.
 */
export class Lobby {
  readonly #people = new Map<PersonId, Presence>()
  readonly #broadcast: Broadcast
  readonly #mode: () => LobbyMode
  readonly #onChange: () => void

  /** `onChange`: somebody came, went, or became busy or free, whoever may see it. */
  constructor(options: { broadcast: Broadcast; mode: () => LobbyMode; onChange: () => void }) {
    this.#broadcast = options.broadcast
    this.#mode = options.mode
    this.#onChange = options.onChange
  }

  enter(connection: Connection): Person {
    const presence = this.#presenceOf(connection.person, audienceOf(connection.member))
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

  /** Those whom this member may see. */
  peopleFor(viewer: Member): Person[] {
    const audience = audienceOf(viewer)
    return Array.from(this.#people.values())
      .filter((presence) => audiencesFor(presence.audience, this.#mode()).includes(audience))
      .map(asPerson)
  }

  /** Null for somebody who has no page open, or whom this member may not see. */
  findFor(viewer: Member, id: PersonId): Person | null {
    return this.find(id) && (this.peopleFor(viewer).find((person) => person.id === id) ?? null)
  }

  connectionsOf(id: PersonId): readonly Connection[] {
    return Array.from(this.#people.get(id)?.connections ?? [])
  }

  /** Null for somebody who has no page open. */
  find(id: PersonId): Person | null {
    const presence = this.#people.get(id)
    return presence && presence.connections.size > 0 ? asPerson(presence) : null
  }

  doctorsHere(): { id: PersonId; busy: boolean }[] {
    return Array.from(this.#people.values())
      .filter(({ audience, connections }) => audience === 'doctor' && connections.size > 0)
      .map((presence) => ({ id: presence.participant.id, busy: availabilityOf(presence) !== 'available' }))
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
    const presence = this.#presenceOf(person, this.#people.get(person.id)?.audience ?? 'doctor')
    const before = availabilityOf(presence)
    Object.assign(presence, change)
    if (this.#removeIfGone(presence)) return
    if (availabilityOf(presence) !== before) this.#announce(presence)
  }

  #presenceOf(participant: Participant, audience: Audience): Presence {
    const known = this.#people.get(participant.id)
    if (known) return known
    const presence = {
      participant,
      audience,
      connections: new Set<Connection>(),
      ringing: false,
      inVisit: false,
    }
    this.#people.set(participant.id, presence)
    return presence
  }

  #removeIfGone(presence: Presence): boolean {
    if (presence.connections.size > 0 || presence.inVisit) return false
    const { id } = presence.participant
    if (this.#people.delete(id)) {
      this.#broadcast(audiencesFor(presence.audience, this.#mode()), 'person:left', { id })
      this.#onChange()
    }
    return true
  }

  #announce(presence: Presence): void {
    this.#broadcast(audiencesFor(presence.audience, this.#mode()), 'person:changed', asPerson(presence))
    this.#onChange()
  }
}

function availabilityOf({ inVisit, ringing }: Presence): Availability {
  if (inVisit) return 'in_visit'
  return ringing ? 'ringing' : 'available'
}

function asPerson(presence: Presence): Person {
  return { ...presence.participant, availability: availabilityOf(presence) }
}
