import {
  linkTokenSchema,
  type CompanionRole,
  type LinkToken,
  type Participant,
  type PersonId,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { hashOf, newToken } from '../../platform/random.ts'
import type { Room } from './room.ts'

/** Who is to come has the telephone in the hand, and the doctor waits. */
const LIFETIME_MS = 15 * 60_000

/** To the door of a room, once. */
interface RoomLink {
  room: Room
  as: CompanionRole
  by: Participant
  expiresAt: number
}

/**
 * Links with which an interpreter or a relative comes to the door of a room (B26). They live as long as the room does
 * here and a quarter of an hour at most, so they are in memory alone, by the hash of their token.
 */
export class RoomLinks {
  readonly #clock: Clock
  readonly #links = new Map<string, RoomLink>()
  /** Those who have used one and are not in the room. */
  readonly #atTheDoor = new Map<PersonId, RoomLink>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** One of each kind for a room: the earlier one is void. */
  make(room: Room, by: Participant, as: CompanionRole): { token: LinkToken; expiresAt: number } {
    this.withdraw(room, as)
    const token = linkTokenSchema.parse(newToken())
    const expiresAt = this.#clock() + LIFETIME_MS
    this.#links.set(hashOf(token), { room, as, by, expiresAt })
    return { token, expiresAt }
  }

  /** Without using it. Unknown, used, withdrawn and too old are all `link_used`. */
  look(token: LinkToken): RoomLink {
    const link = this.#links.get(hashOf(token))
    if (link === undefined || link.expiresAt <= this.#clock()) throw new Refusal('link_used')
    return link
  }

  /** Of two who use it at once one is refused. */
  use(token: LinkToken): RoomLink {
    const link = this.look(token)
    this.#links.delete(hashOf(token))
    return link
  }

  comes(person: PersonId, link: RoomLink): void {
    this.#atTheDoor.set(person, link)
  }

  /** The room at whose door somebody waits. */
  doorOf(person: PersonId): RoomLink | null {
    return this.#atTheDoor.get(person) ?? null
  }

  /** They are in it, or will not be. */
  leavesTheDoor(person: PersonId): void {
    this.#atTheDoor.delete(person)
  }

  /** Whether there was one. */
  withdraw(room: Room, as: CompanionRole): boolean {
    const hashes = Array.from(this.#links).flatMap(([hash, link]) =>
      link.room === room && link.as === as ? [hash] : [],
    )
    for (const hash of hashes) this.#links.delete(hash)
    return hashes.length > 0
  }

  /** Nobody comes to this room any more. Returns who waits at its door. */
  close(room: Room): PersonId[] {
    for (const [hash, link] of this.#links) if (link.room === room) this.#links.delete(hash)
    const waiting = Array.from(this.#atTheDoor).flatMap(([person, link]) =>
      link.room === room ? [person] : [],
    )
    for (const person of waiting) this.#atTheDoor.delete(person)
    return waiting
  }
}
