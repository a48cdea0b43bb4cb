import type {
  Availability,
  LobbyMode,
  Participant,
  PayloadOf,
  Person,
  PersonId,
  ServerEvent,
  VisitRole,
} from '@visita/protocol'
import type { Member } from '../../platform/principal.ts'
import type { Connection } from '../../platform/sockets.ts'
import { audienceOf, audienceOfRole, audiencesFor, type Audience } from './audience.ts'

interface Presence {
  participant: Participant
  audience: Audience
  connections: Set<Connection>
  ringing: boolean
  inVisit: boolean
}

type Broadcast = <E extends ServerEvent>(
  audiences: readonly (Audience | PersonId)[],
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
    const audience = audienceOf(connection.member)
    const presence = this.#presenceOf(connection.person, audience)
    const isNews =
      presence.connections.size === 0 ||
      presence.audience !== audience ||
      presence.participant.displayName !== connection.person.displayName
    this.#show(presence, audience)
    presence.participant = connection.person
    presence.connections.add(connection)
    if (isNews) this.#announce(presence)
    return asPerson(presence)
  }

  /** Changes nothing for a page that never entered. */
  leave(connection: Connection): void {
    const presence = this.#people.get(connection.person.id)
    if (presence?.connections.delete(connection)) this.#removeIfGone(presence)
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

  /** The other doctors with a page open, whom a doctor sees where the quick lobby is off too. */
  colleaguesOf(id: PersonId): Person[] {
    const others = this.doctorsHere().filter((doctor) => doctor.id !== id)
    return others.flatMap((doctor) => this.find(doctor.id) ?? [])
  }

  /** Somebody who has gone no longer rings. */
  setRinging({ id }: Participant, ringing: boolean): void {
    const presence = this.#people.get(id)
    if (presence) this.#change(presence, { ringing })
  }

  /** After a restart they may not have come yet: until they do, the part that they have in the visit says who sees them. */
  setInVisit({ person, role }: { person: Participant; role: VisitRole }, inVisit: boolean): void {
    const presence = inVisit ? this.#presenceOf(person, audienceOfRole(role)) : this.#people.get(person.id)
    if (presence) this.#change(presence, { inVisit })
  }

  #change(presence: Presence, change: Partial<Pick<Presence, 'ringing' | 'inVisit'>>): void {
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

  /** Whoever may not see them any more is told that they have left. */
  #show(presence: Presence, audience: Audience): void {
    if (presence.audience === audience) return
    const after = audiencesFor(audience, this.#mode())
    const noMore = audiencesFor(presence.audience, this.#mode()).filter((group) => !after.includes(group))
    presence.audience = audience
    this.#broadcast(noMore, 'person:left', { id: presence.participant.id })
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

  /** Whoever sees them is told, and they themselves on their other pages, which may lead back into a visit. */
  #announce(presence: Presence): void {
    const person = asPerson(presence)
    this.#broadcast([...audiencesFor(presence.audience, this.#mode()), person.id], 'person:changed', person)
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
