import { EventEmitter } from 'node:events'
import {
  type AuditEventOf,
  COMPANION_ROLES,
  type CompanionRole,
  type Participant,
  type PersonId,
  personIdSchema,
  type SessionId,
  sessionIdSchema,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { accountRolesOf, companionRoleOf, type Member, type Principal } from '../../platform/principal.ts'
import { newId, newToken } from '../../platform/random.ts'
import type { Audit } from '../audit/index.ts'
import type { OwnCookie } from './cookie.ts'
import type { Links } from './links.ts'
import type { PersonRepository } from './person-repository.ts'
import { type AccountLimits, limitsOf } from './session-limits.ts'
import type { SessionLevel, SessionRepository, StoredSession } from './session-repository.ts'

/** The server decides; the browser only must not throw the cookie away in a visit that outlasts its session. */
const COOKIE_MS = 24 * 60 * 60 * 1000
/** How exactly it is known when a session was last used: a write for every request would be too many. */
const SEEN_GRAIN_MS = 60_000

interface SessionEvents {
  renamed: [Participant]
  /** Whatever this session still has open, such as sockets and seats in rooms, must be closed. */
  closed: [{ sessionId: SessionId; personId: PersonId }]
}

/** What has to be known of visits here. */
export interface VisitsOfPeople {
  /** Null where this person is in no visit now. */
  openVisitOf(id: PersonId): Promise<object | null>
  /** The last moment, epoch milliseconds, in a visit that began before `startedBefore`; null for none. */
  lastInVisit(id: PersonId, startedBefore: number): Promise<number | null>
}

/** How somebody came in, for the log. */
export type CameIn = AuditEventOf<'session.opened'>['details']

/** Why a session ends. A revoked one may be ended by somebody else. */
type Ending =
  | { closed: AuditEventOf<'session.closed'>['details']['reason'] }
  | { revoked: AuditEventOf<'session.revoked'>['details']['cause']; by: Member | null }

const BY_NAME: CameIn = { method: 'name', secondFactor: 'none' }
const ANONYMOUS: Principal = { kind: 'anonymous' }

/** Who the browser at the other end is: a session, found by the cookie it sends. */
export class Sessions {
  readonly events = new EventEmitter<SessionEvents>()
  readonly #db: Database
  readonly #persons: PersonRepository
  readonly #sessions: SessionRepository
  readonly #cookie: OwnCookie
  readonly #visits: VisitsOfPeople
  readonly #links: Links
  readonly #audit: Audit
  readonly #clock: Clock
  readonly #limits: () => AccountLimits

  constructor(deps: {
    db: Database
    persons: PersonRepository
    sessions: SessionRepository
    cookie: OwnCookie
    visits: VisitsOfPeople
    links: Links
    audit: Audit
    clock: Clock
    limits: () => AccountLimits
  }) {
    this.#db = deps.db
    this.#persons = deps.persons
    this.#sessions = deps.sessions
    this.#cookie = deps.cookie
    this.#visits = deps.visits
    this.#links = deps.links
    this.#audit = deps.audit
    this.#clock = deps.clock
    this.#limits = deps.limits
  }

  /** Who sends this Cookie header, HTTP request or socket handshake alike. */
  readonly principalOf = async (cookieHeader: string | undefined): Promise<Principal> => {
    const token = this.#cookie.read(cookieHeader)
    if (token === undefined) return ANONYMOUS
    const session = await this.#sessions.findByToken(token)
    if (session === null || !(await this.#isValid(session))) return ANONYMOUS
    const person = await this.#persons.open({ id: session.personId, sealed_name: session.sealedName })
    if (person === null) return ANONYMOUS
    const now = this.#clock()
    if (now - session.seenAt >= SEEN_GRAIN_MS) await this.#sessions.touch(session.id, now)
    return memberOf(session, person)
  }

  /** A guest says who they are, or another name; `setCookie` is null where the session stays. A link has its own name. */
  async nameGuest(
    principal: Principal,
    displayName: string,
    device: string,
  ): Promise<{ member: Member; setCookie: string | null }> {
    if (principal.kind === 'member') {
      if (!principal.roles.includes('guest') || principal.byLink) throw new Refusal('forbidden')
      const person = { ...principal.person, displayName }
      await this.#persons.rename(person)
      this.events.emit('renamed', person)
      return { member: { ...principal, person }, setCookie: null }
    }
    const person = { id: personIdSchema.parse(newId()), displayName }
    return this.#db.transaction().execute(async (tx) => {
      await this.#persons.add(tx, person, this.#clock())
      return this.open(tx, person, { level: 'guest', device, cameIn: BY_NAME })
    })
  }

  /** Somebody comes by a link into a visit that goes on: nobody but for this browser, and for that visit. */
  async openCompanion(displayName: string, as: CompanionRole, device: string) {
    const person = { id: personIdSchema.parse(newId()), displayName }
    return this.#db.transaction().execute(async (tx) => {
      await this.#persons.add(tx, person, this.#clock())
      const cameIn = { method: `${as}_link`, secondFactor: 'none' } as const
      return this.open(tx, person, { level: 'guest', device, cameIn })
    })
  }

  /** Always a new token, whatever the browser had before: nobody can fix one in advance (C18). */
  async open(
    tx: Tx,
    person: Participant,
    { level, device, cameIn }: { level: SessionLevel; device: string; cameIn: CameIn },
  ): Promise<{ member: Member; setCookie: string }> {
    const now = this.#clock()
    const token = newToken()
    const { method: cameBy } = cameIn
    const session = { id: sessionIdSchema.parse(newId()), personId: person.id, token, level, device, cameBy }
    await this.#sessions.add(tx, session, now)
    const roles = await this.#sessions.rolesOf(tx, person.id)
    const member = memberOf({ ...session, roles, provenAt: now }, person)
    await this.#audit.write(tx, {
      event: 'session.opened',
      actor: person.id,
      actorRole: member.roles[0] ?? 'pending',
      subject: null,
      object: session.id,
      details: cameIn,
    })
    return { member, setCookie: this.#cookie.write(token, COOKIE_MS / 1000) }
  }

  /** How the session came about that owes a second factor, for the log of the one which follows it. */
  async cameBy(tx: Tx, sessionId: SessionId): Promise<CameIn['method']> {
    return (await this.#sessions.cameBy(tx, sessionId)) ?? 'password'
  }

  /**
   * Ends the session; returns the Set-Cookie value that removes the cookie. For a guest in a visit refused as
   * `you_are_busy`, because nothing else admits this person to its record.
   */
  async close(principal: Principal): Promise<string> {
    if (principal.kind === 'member') {
      if (await this.#isGuestInVisit(principal)) throw new Refusal('you_are_busy')
      await this.#end(endable(principal), { closed: 'signed_out' })
    }
    return this.#cookie.write('', 0)
  }

  /** Signing in replaces whatever session the browser had, and everything that was open in it. */
  async replace(principal: Principal): Promise<void> {
    // A guest's visit goes on, and its record stays theirs to read until the session has run out.
    if (principal.kind === 'anonymous' || (await this.#isGuestInVisit(principal))) return
    await this.#end(endable(principal), { closed: 'signed_out' })
  }

  listOf(personId: PersonId): ReturnType<SessionRepository['listOf']> {
    return this.#sessions.listOf(personId)
  }

  /** Ends one of a person's own sessions; `not_found` for any other. */
  async revoke(by: Member, sessionId: SessionId): Promise<void> {
    const session = (await this.#sessions.listOf(by.person.id)).find(({ id }) => id === sessionId)
    if (session === undefined) throw new Refusal('not_found')
    await this.#end(session, { revoked: 'by_owner', by })
  }

  /** Ends all sessions of a person but the one in which it is asked: after a new password, a lost device, a disabled account. */
  async revokeAll(
    personId: PersonId,
    ending: { revoked: AuditEventOf<'session.revoked'>['details']['cause']; by: Member | null },
  ): Promise<void> {
    for (const session of await this.#sessions.listOf(personId)) {
      if (session.id !== ending.by?.sessionId) await this.#end(session, ending)
    }
  }

  async markProven(sessionId: SessionId): Promise<void> {
    await this.#sessions.markProven(sessionId, this.#clock())
  }

  /** Removes the sessions that ran out, and what is still open of them. */
  async removeExpired(): Promise<void> {
    for (const session of await this.#sessions.listAll()) {
      if (!(await this.#isValid(session)))
        await this.#end(session, { closed: this.#isTooOld(session) ? 'too_old' : 'idle' })
    }
  }

  async #end(
    { id, personId, level, roles }: Pick<StoredSession, 'id' | 'personId' | 'level' | 'roles'>,
    ending: Ending,
  ): Promise<void> {
    const by = 'revoked' in ending ? ending.by : null
    const own = level === 'account' ? (roles[0] ?? 'pending') : level
    const who = {
      actor: by?.person.id ?? personId,
      actorRole: by?.roles[0] ?? own,
      subject: null,
      object: id,
    }
    await this.#db.transaction().execute(async (tx) => {
      await this.#sessions.remove(tx, id)
      await this.#audit.write(
        tx,
        'revoked' in ending
          ? { event: 'session.revoked', ...who, details: { cause: ending.revoked } }
          : { event: 'session.closed', ...who, details: { reason: ending.closed } },
      )
    })
    if (level === 'guest') await this.removeGuest(personId)
    this.events.emit('closed', { sessionId: id, personId })
  }

  /** A guest is nobody without a session, or a link to come with. */
  async removeGuest(personId: PersonId): Promise<void> {
    if ((await this.#sessions.hasAny(personId)) || (await this.#links.admits(personId))) return
    await this.#persons.remove(personId)
  }

  async #isGuestInVisit(member: Member): Promise<boolean> {
    return isGuest(member) && (await this.#visits.openVisitOf(member.person.id)) !== null
  }

  #isTooOld({ level, roles, createdAt }: StoredSession): boolean {
    return this.#clock() >= createdAt + limitsOf(level, roles, this.#limits()).absolute
  }

  async #isValid({ personId, level, roles, createdAt, seenAt }: StoredSession): Promise<boolean> {
    const now = this.#clock()
    const { idle, absolute, afterVisit } = limitsOf(level, roles, this.#limits())
    const validUntil = Math.min(createdAt + absolute, seenAt + idle)
    if (now < validUntil) return true
    // Only visits begun in time: otherwise one after the other would keep a session for ever.
    const inVisit = await this.#visits.lastInVisit(personId, validUntil)
    return inVisit !== null && inVisit >= validUntil && now < inVisit + afterVisit
  }
}

function memberOf(
  {
    id,
    level,
    roles,
    provenAt,
    cameBy,
  }: Pick<StoredSession, 'id' | 'level' | 'roles' | 'provenAt' | 'cameBy'>,
  person: Participant,
): Member {
  return {
    kind: 'member',
    person,
    sessionId: id,
    provenAt,
    byLink: cameBy === 'magic_link',
    roles: level === 'account' ? roles : [companionOf(cameBy) ?? level],
  }
}

/** What a guest came as who came by a link into a visit that went on. */
const companionOf = (cameBy: StoredSession['cameBy']): CompanionRole | null =>
  COMPANION_ROLES.find((role) => cameBy === `${role}_link`) ?? null

const isGuest = (member: Member): boolean =>
  member.roles.includes('guest') || companionRoleOf(member) !== null

const endable = (member: Member): Pick<StoredSession, 'id' | 'personId' | 'level' | 'roles'> => ({
  id: member.sessionId,
  personId: member.person.id,
  level: isGuest(member) ? 'guest' : member.roles.includes('pending') ? 'pending' : 'account',
  roles: accountRolesOf(member),
})
