import {
  displayNameSchema,
  HOSPITAL_RETURN,
  loginSchema,
  type Participant,
  personIdSchema,
} from '@visita/protocol'
import type { PersonId, Role } from '@visita/protocol'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member, Principal } from '../../platform/principal.ts'
import { newId } from '../../platform/random.ts'
import type { AccountLog } from './account-log.ts'
import { type AccountRepository, hasSecondFactor } from './account-repository.ts'
import type { Accounts, SignedIn, Visitor } from './accounts.ts'
import { ERRAND_MS, type HospitalErrands, type Purpose } from './hospital-errands.ts'
import type { HospitalIdentities } from './hospital-identities.ts'
import type { Arrival, HospitalProvider, Profile } from './hospital-provider.ts'
import type { Links } from './links.ts'
import type { PersonRepository } from './person-repository.ts'
import type { Proofs } from './proofs.ts'
import type { Sessions } from './sessions.ts'
import { networkOf } from './sign-in-limits.ts'

/** From one network while an errand lasts: a morning in a hospital, and too few to push out everybody else. */
const BEGUN_FROM_ONE_NETWORK = 1_000

export interface Answered {
  /** Null where the session stays the one that it was. */
  signedIn: SignedIn | null
  page: string | null
}

/**
 * Signing in by the hospital's own login (docs/adr/0017-hospital-login.md). Whom it vouches for is found by
 * issuer and subject alone: an e-mail address is no proof of being somebody who has an account here.
 */
export class HospitalLogin {
  readonly #db: Database
  readonly #provider: HospitalProvider
  readonly #identities: HospitalIdentities
  readonly #errands: HospitalErrands
  readonly #entrance: Pick<Accounts, 'arrive'>
  readonly #accounts: AccountRepository
  readonly #persons: PersonRepository
  readonly #sessions: Sessions
  readonly #links: Links
  readonly #proofs: Proofs
  readonly #log: AccountLog
  readonly #clock: Clock
  readonly #begun = new RateLimiterMemory({ points: BEGUN_FROM_ONE_NETWORK, duration: ERRAND_MS / 1000 })

  constructor(deps: {
    db: Database
    provider: HospitalProvider
    identities: HospitalIdentities
    errands: HospitalErrands
    entrance: Pick<Accounts, 'arrive'>
    accounts: AccountRepository
    persons: PersonRepository
    sessions: Sessions
    links: Links
    proofs: Proofs
    log: AccountLog
    clock: Clock
  }) {
    this.#db = deps.db
    this.#provider = deps.provider
    this.#identities = deps.identities
    this.#errands = deps.errands
    this.#entrance = deps.entrance
    this.#accounts = deps.accounts
    this.#persons = deps.persons
    this.#sessions = deps.sessions
    this.#links = deps.links
    this.#proofs = deps.proofs
    this.#log = deps.log
    this.#clock = deps.clock
  }

  /** `origin` is that of the page which asks; the address to go to, and what its browser must keep. */
  async begin(
    purpose: Purpose,
    { origin, address }: { origin: string; address: string },
  ): Promise<{ url: string; browser: string }> {
    await this.#begun.consume(networkOf(address)).catch(() => {
      throw new Refusal('too_fast')
    })
    const fresh = purpose.kind === 'proof'
    const { url, checks } = await this.#provider.begin(`${origin}${HOSPITAL_RETURN}`, { fresh })
    return { url, browser: this.#errands.begin({ purpose, checks }) }
  }

  /** Only whoever has shown who they are. */
  async beginBinding(
    member: Member,
    from: { origin: string; address: string },
  ): Promise<{ url: string; browser: string }> {
    this.#proofs.require(member)
    const { person, sessionId } = member
    return this.begin({ kind: 'bind', personId: person.id, sessionId }, from)
  }

  async beginProof(
    member: Member,
    { page, code }: { page: string; code?: string | undefined },
    from: { origin: string; address: string },
  ): Promise<{ url: string; browser: string }> {
    if (code !== undefined) await this.#proofs.showCode(member, code, from.address)
    const { person, sessionId } = member
    const shown = code !== undefined
    return this.begin({ kind: 'proof', personId: person.id, sessionId, page, shown }, from)
  }

  /** What somebody came back with. `browser` is what theirs has kept. */
  async answer(
    principal: Principal,
    { answer, browser }: { answer: string; browser: string | undefined },
    visitor: Visitor,
  ): Promise<Answered> {
    const state = new URLSearchParams(answer).get('state') ?? ''
    const errand = this.#errands.take(state, browser)
    if (typeof errand === 'string') return this.#log.fail(null, 'oidc', errand, 'login_over')
    const arrival = await this.#provider.finish(answer, errand.checks).catch((error: unknown) => {
      const isFalse = error instanceof Refusal && error.code === 'login_refused'
      if (isFalse) return this.#log.fail(null, 'oidc', 'wrong', 'login_refused')
      throw error
    })
    const { purpose } = errand
    switch (purpose.kind) {
      case 'sign_in':
        return { signedIn: await this.#signIn(arrival, visitor), page: null }
      case 'invitation':
        return { signedIn: await this.#acceptInvitation(arrival, purpose, visitor), page: null }
      case 'bind':
        await this.#bind(arrival, requireSame(principal, purpose))
        return { signedIn: null, page: '/account' }
      case 'proof':
        await this.#prove(arrival, requireSame(principal, purpose), purpose.shown)
        return { signedIn: null, page: purpose.page }
    }
  }

  async own({ person }: Member): Promise<{ bound: boolean; password: boolean }> {
    const { passwordHash } = await this.#accounts.require(person.id)
    return {
      bound: await this.#identities.has(person.id, this.#provider.issuer),
      password: passwordHash !== null,
    }
  }

  /** `conflict` for whoever has no password to come in with afterwards. */
  async unbind(member: Member): Promise<void> {
    this.#proofs.require(member)
    const { personId, passwordHash } = await this.#accounts.require(member.person.id)
    if (passwordHash === null) throw new Refusal('conflict', 'password')
    await this.#db.transaction().execute(async (tx) => {
      if (!(await this.#identities.unbind(tx, personId))) throw new Refusal('not_found')
      await this.#log.note(tx, personId, { event: 'hospital_login.unbound', object: personId, details: {} })
    })
  }

  async #signIn(arrival: Arrival, visitor: Visitor): Promise<SignedIn> {
    const personId = await this.#identities.find(arrival.identity)
    if (personId === null) return this.#welcome(arrival, visitor)
    const account = await this.#accounts.find(personId)
    // Told as if there were no account: whose it is, somebody who was turned away need not learn.
    if (account?.status !== 'active') return this.#log.fail(personId, 'oidc', 'disabled', 'login_unknown')
    return this.#db.transaction().execute(async (tx) => {
      const person = await this.#persons.require(tx, personId)
      return this.#entrance.arrive(tx, account, visitor, { person, external: arrival.secondFactor })
    })
  }

  /** Somebody new, whose groups make them an account where the settings say so. */
  async #welcome(arrival: Arrival, visitor: Visitor): Promise<SignedIn> {
    const profile = await arrival.profile()
    const { roles } = profile
    if (roles.length === 0) return this.#log.fail(null, 'oidc', 'unknown', 'login_unknown')
    return this.#create(arrival, profile, visitor, async () => ({ roles, displayName: nameOf(profile) }))
  }

  async #acceptInvitation(
    arrival: Arrival,
    { token }: Extract<Purpose, { kind: 'invitation' }>,
    visitor: Visitor,
  ): Promise<SignedIn> {
    const profile = await arrival.profile()
    return this.#create(arrival, profile, visitor, async (tx, person) => {
      const { id, roles, displayName } = await this.#links.use(tx, token, 'invitation')
      await this.#log.note(tx, person, { event: 'invitation.used', object: id, details: { person } })
      return { roles, displayName }
    })
  }

  /** An account without a password. `conflict` where the e-mail or the identity has one already. */
  async #create(
    { identity, secondFactor: external }: Arrival,
    { email }: Profile,
    visitor: Visitor,
    admit: (tx: Tx, person: PersonId) => Promise<{ roles: readonly Role[]; displayName: string }>,
  ): Promise<SignedIn> {
    const { data: login } = loginSchema.safeParse(email)
    if (login === undefined) throw new Refusal('login_refused', 'email')
    const id = personIdSchema.parse(newId())
    return this.#db.transaction().execute(async (tx) => {
      const { roles, displayName } = await admit(tx, id)
      if ((await this.#identities.find(identity, tx)) !== null) throw new Refusal('conflict', 'identity')
      if ((await this.#accounts.findByLogin(tx, login)) !== null) throw new Refusal('conflict', 'login')
      const now = this.#clock()
      const person: Participant = { id, displayName }
      await this.#persons.add(tx, person, now)
      await this.#accounts.add(tx, { personId: id, login, passwordHash: null, roles }, now)
      await this.#log.note(tx, id, { event: 'account.made', object: id, details: { by: 'oidc' } })
      await this.#identities.bind(tx, id, identity, now)
      await this.#log.note(tx, id, { event: 'hospital_login.bound', object: id, details: {} })
      const account = { personId: id, roles: [...roles], totpSecret: null, passkeys: 0 }
      return this.#entrance.arrive(tx, account, visitor, { person, external })
    })
  }

  async #bind({ identity }: Arrival, { person: { id } }: Member): Promise<void> {
    await this.#db.transaction().execute(async (tx) => {
      const owner = await this.#identities.find(identity, tx)
      if (owner !== null && owner !== id) throw new Refusal('conflict', 'identity')
      await this.#identities.bind(tx, id, identity, this.#clock())
      await this.#log.note(tx, id, { event: 'hospital_login.bound', object: id, details: {} })
    })
  }

  /** `shown`: they have given a code of their own second factor before they went there. */
  async #prove({ identity, secondFactor }: Arrival, member: Member, shown: boolean): Promise<void> {
    const { id } = member.person
    const account = await this.#accounts.require(id)
    if ((await this.#identities.find(identity)) !== id) {
      return this.#log.fail(id, 'reauthentication', 'wrong', 'login_refused')
    }
    if (hasSecondFactor(account) && !secondFactor && !shown) throw new Refusal('second_factor_needed')
    await this.#sessions.markProven(member.sessionId)
  }
}

/** The session in which it was begun; another one has nothing to do with it. */
function requireSame(
  principal: Principal,
  { personId, sessionId }: { personId: PersonId; sessionId: string },
): Member {
  const isSame =
    principal.kind === 'member' &&
    principal.sessionId === sessionId &&
    principal.person.id === personId &&
    !principal.roles.includes('pending')
  if (!isSame) throw new Refusal('login_over')
  return principal
}

/** Names here have ten characters at least, so that people are told apart; a short one gets the mailbox beside it. */
function nameOf({ name, email }: Profile): string {
  const [mailbox = ''] = (email ?? '').split('@')
  const candidates = [name ?? mailbox, `${name ?? mailbox} (${mailbox})`, email ?? '']
  for (const candidate of candidates) {
    const { data } = displayNameSchema.safeParse(candidate)
    if (data !== undefined) return data
  }
  throw new Refusal('login_refused', 'name')
}
