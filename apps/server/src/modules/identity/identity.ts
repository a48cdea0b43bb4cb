import { EventEmitter } from 'node:events'
import { type Participant, type PersonId, personIdSchema } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { newId, newToken } from '../../platform/random.ts'
import type { SessionCookie } from './cookie.ts'
import type { PeopleRepository, Session } from './repository.ts'

const HOUR_MS = 60 * 60 * 1000
/** How long a session lasts, however much it is used. */
const LIFETIME_MS = 12 * HOUR_MS
/** A session that runs out in a visit lasts until it has ended, and long enough then to keep and read the record. */
const AFTER_VISIT_MS = 2 * HOUR_MS
/** The server decides; the browser only must not throw the cookie away in such a visit. */
const COOKIE_MS = 24 * HOUR_MS

interface IdentityEvents {
  renamed: [Participant]
  /** Whatever this person still has open, such as sockets, must be closed. */
  forgotten: [PersonId]
}

/** What has to be known of visits here. */
export interface VisitsOfPeople {
  /** Null where this person is in no visit now. */
  openVisitOf(id: PersonId): Promise<object | null>
  /** The last moment, epoch milliseconds, in a visit that began before `startedBefore`; null for none. */
  lastInVisit(id: PersonId, startedBefore: number): Promise<number | null>
}

/** Who the browser at the other end is (A3): a session, found by the cookie it sends. */
export class Identity {
  readonly events = new EventEmitter<IdentityEvents>()
  readonly #people: PeopleRepository
  readonly #cookie: SessionCookie
  readonly #visits: VisitsOfPeople
  readonly #clock: Clock

  constructor(deps: {
    people: PeopleRepository
    cookie: SessionCookie
    visits: VisitsOfPeople
    clock: Clock
  }) {
    this.#people = deps.people
    this.#cookie = deps.cookie
    this.#visits = deps.visits
    this.#clock = deps.clock
  }

  /** The person of a request's Cookie header, HTTP request or socket handshake alike. */
  readonly personOfCookie = async (cookieHeader: string | undefined): Promise<Participant | null> => {
    const token = this.#cookie.read(cookieHeader)
    if (token === undefined) return null
    const session = await this.#people.findByToken(token)
    return session !== null && (await this.#isValid(session)) ? session.person : null
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
    return { self, setCookie: this.#cookie.write(token, COOKIE_MS / 1000) }
  }

  /**
   * Ends the session; returns the Set-Cookie value that removes the cookie. Refused as `you_are_busy` in a
   * visit, because nothing else admits this person to its record.
   */
  async forget(cookieHeader: string | undefined): Promise<string> {
    const known = await this.personOfCookie(cookieHeader)
    if (known !== null) {
      if ((await this.#visits.openVisitOf(known.id)) !== null) throw new Refusal('you_are_busy')
      await this.#people.remove(known.id)
      this.events.emit('forgotten', known.id)
    }
    return this.#cookie.write('', 0)
  }

  /** Removes the sessions that ran out. */
  async removeExpired(): Promise<void> {
    for (const session of await this.#people.listExpired(this.#clock())) {
      if (!(await this.#isValid(session))) await this.#people.remove(session.id)
    }
  }

  async #isValid({ id, expiresAt }: Session): Promise<boolean> {
    const now = this.#clock()
    if (now < expiresAt) return true
    // Only visits begun in time: otherwise one after the other would keep a session for ever.
    const inVisit = await this.#visits.lastInVisit(id, expiresAt)
    return inVisit !== null && inVisit >= expiresAt && now < inVisit + AFTER_VISIT_MS
  }
}
