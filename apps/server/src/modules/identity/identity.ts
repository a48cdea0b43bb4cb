import { EventEmitter } from 'node:events'
import { type Participant, type PersonId, personIdSchema } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { newId, newToken } from '../../platform/random.ts'
import type { SessionCookie } from './cookie.ts'
import type { PeopleRepository } from './repository.ts'

/** How long a session lasts at most, however much it is used. */
const LIFETIME_MS = 12 * 60 * 60 * 1000

interface IdentityEvents {
  renamed: [Participant]
  /** Whatever this person still has open, such as sockets, must be closed. */
  forgotten: [PersonId]
}

/** Who the browser at the other end is (A3): a session, found by the cookie it sends. */
export class Identity {
  readonly events = new EventEmitter<IdentityEvents>()
  readonly #people: PeopleRepository
  readonly #cookie: SessionCookie
  readonly #clock: Clock

  constructor(people: PeopleRepository, cookie: SessionCookie, clock: Clock) {
    this.#people = people
    this.#cookie = cookie
    this.#clock = clock
  }

  /** The person of a request's Cookie header, HTTP request or socket handshake alike. */
  readonly personOfCookie = async (cookieHeader: string | undefined): Promise<Participant | null> => {
    const token = this.#cookie.read(cookieHeader)
    return token === undefined ? null : this.#people.findByToken(token, this.#clock())
  }

  /** As `personOfCookie`, refusing those who have not said who they are. */
  async require(cookieHeader: string | undefined): Promise<Participant> {
    const person = await this.personOfCookie(cookieHeader)
    if (person === null) throw new Refusal('not_identified')
    return person
  }

  /** Renames the person of the cookie, or makes a new one with a Set-Cookie value to send. */
  async identify(
    cookieHeader: string | undefined,
    displayName: string,
  ): Promise<{ self: Participant; setCookie: string | null }> {
    const known = await this.personOfCookie(cookieHeader)
    if (known !== null) {
      const self = { ...known, displayName }
      await this.#people.rename(known.id, displayName)
      this.events.emit('renamed', self)
      return { self, setCookie: null }
    }
    const self = { id: personIdSchema.parse(newId()), displayName }
    const token = newToken()
    await this.#people.add(self, token, this.#clock() + LIFETIME_MS)
    return { self, setCookie: this.#cookie.write(token, LIFETIME_MS / 1000) }
  }

  /** Ends the session; returns the Set-Cookie value that removes the cookie. */
  async forget(cookieHeader: string | undefined): Promise<string> {
    const known = await this.personOfCookie(cookieHeader)
    if (known !== null) {
      await this.#people.remove(known.id)
      this.events.emit('forgotten', known.id)
    }
    return this.#cookie.write('', 0)
  }
}
