import {
  type AuditEventOf,
  isStaff,
  type LinkToken,
  type Participant,
  type PersonId,
  personIdSchema,
  type Role,
  type SecondFactorKind,
} from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member } from '../../platform/principal.ts'
import { newId } from '../../platform/random.ts'
import type { AccountLog } from './account-log.ts'
import { type Account, type AccountRepository, hasSecondFactor } from './account-repository.ts'
import type { KnownDevices } from './known-devices.ts'
import type { Links } from './links.ts'
import { hashNewPassword, isPassword } from './passwords.ts'
import type { PersonRepository } from './person-repository.ts'
import type { Proofs } from './proofs.ts'
import type { SecondFactor } from './second-factor.ts'
import type { CameIn, Sessions } from './sessions.ts'
import type { SignInLimits } from './sign-in-limits.ts'

/** A new account comes in by what made it. */
const METHOD = {
  setup: 'setup',
  invitation: 'invitation',
  sign_up: 'password',
  oidc: 'oidc',
  demo: 'password',
} as const satisfies Record<AuditEventOf<'account.made'>['details']['by'], CameIn['method']>

export interface NewAccount {
  displayName: string
  login: string
  password: string
}

/** The browser at the other end. */
export interface Visitor {
  address: string
  /** What the browser calls itself. */
  device: string
  deviceToken: string | undefined
}

export interface SignedIn {
  member: Member
  setCookie: string
  /** For a browser in which this account has not signed in before. */
  deviceToken: string | null
}

/** How people come to their accounts, and into them. */
export class Accounts {
  readonly #db: Database
  readonly #accounts: AccountRepository
  readonly #persons: PersonRepository
  readonly #sessions: Sessions
  readonly #links: Links
  readonly #secondFactor: SecondFactor
  readonly #devices: KnownDevices
  readonly #limits: SignInLimits
  readonly #proofs: Proofs
  readonly #log: AccountLog
  readonly #clock: Clock

  constructor(deps: {
    db: Database
    accounts: AccountRepository
    persons: PersonRepository
    sessions: Sessions
    links: Links
    secondFactor: SecondFactor
    devices: KnownDevices
    limits: SignInLimits
    proofs: Proofs
    log: AccountLog
    clock: Clock
  }) {
    this.#db = deps.db
    this.#accounts = deps.accounts
    this.#persons = deps.persons
    this.#sessions = deps.sessions
    this.#links = deps.links
    this.#secondFactor = deps.secondFactor
    this.#devices = deps.devices
    this.#limits = deps.limits
    this.#proofs = deps.proofs
    this.#log = deps.log
    this.#clock = deps.clock
  }

  /** Whether the clinic has nobody yet. */
  async needsSetUp(): Promise<boolean> {
    return !(await this.#accounts.any())
  }

  /** A new link to the set-up page; those from earlier starts no longer work. */
  async setUpLink(): Promise<LinkToken> {
    await this.#links.removeAll('set_up')
    return (await this.#links.make(this.#db, { kind: 'set_up' }, null)).token
  }

  /** Makes the first administrator. */
  setUp(token: LinkToken, account: NewAccount, visitor: Visitor): Promise<SignedIn> {
    return this.#create(account, visitor, 'setup', async (tx, person) => {
      await this.#links.use(tx, token, 'set_up')
      if (await this.#accounts.any(tx)) throw new Refusal('link_used')
      await this.#log.note(tx, person, { event: 'setup.done', object: person, details: {} })
      return ['administrator']
    })
  }

  acceptInvitation(token: LinkToken, account: NewAccount, visitor: Visitor): Promise<SignedIn> {
    return this.#create(account, visitor, 'invitation', async (tx, person) => {
      const { id, roles } = await this.#links.use(tx, token, 'invitation')
      await this.#log.note(tx, person, { event: 'invitation.used', object: id, details: { person } })
      return roles
    })
  }

  /** The answer tells whether a login is taken, so few can be tried (C20). */
  async signUp(account: NewAccount, visitor: Visitor): Promise<SignedIn> {
    const login = this.#accounts.indexOf(account.login)
    await this.#limits.admit({ account: login, address: visitor.address, knownDevice: null })
    return this.#create(account, visitor, 'sign_up', async () => ['patient'])
  }

  /** Unknown, disabled and wrongly typed are all `wrong_credentials`, and take the same time (C20). */
  async signIn(login: string, password: string, visitor: Visitor): Promise<SignedIn> {
    const account = await this.#accounts.findByLogin(this.#db, login)
    const knownDevice = await this.#devices.find(
      visitor.deviceToken,
      account?.personId ?? null,
      this.#clock(),
    )
    const attempt = { account: this.#accounts.indexOf(login), address: visitor.address, knownDevice }
    await this.#limits.admit(attempt)
    const right = await isPassword(password, account?.passwordHash ?? null)
    if (account === null) return this.#log.fail(null, 'password', 'unknown')
    if (!right) return this.#log.fail(account.personId, 'password', 'wrong')
    if (account.status === 'disabled') return this.#log.fail(account.personId, 'password', 'disabled')
    await this.#limits.forgive(attempt)
    return this.#db.transaction().execute(async (tx) => {
      const person = await this.#persons.require(tx, account.personId)
      return this.#enter(tx, account, visitor, { knownDevice, person, method: 'password' })
    })
  }

  /** The second factor: the pending session becomes one of the account, under a new token. */
  async giveCode(member: Member, code: string, visitor: Visitor): Promise<SignedIn> {
    const account = await this.#accounts.require(member.person.id)
    const attempt = { account: account.personId, address: visitor.address, knownDevice: null }
    await this.#limits.admit(attempt)
    const signedIn = await this.#db.transaction().execute(async (tx) => {
      const taken = await this.#secondFactor.take(tx, account, code)
      return taken && this.promote(tx, member, visitor, taken)
    })
    if (signedIn === null) return this.#log.fail(account.personId, 'second_factor', 'wrong')
    await this.#limits.forgive(attempt)
    return signedIn
  }

  /** Whoever owes a second factor and has none must set one up first. */
  async factorsOf({ person }: Member): Promise<SecondFactorKind[]> {
    const { totpSecret, passkeys } = await this.#accounts.require(person.id)
    return [
      ...(totpSecret === null ? [] : ['totp' as const]),
      ...(passkeys === 0 ? [] : ['passkey' as const]),
    ]
  }

  async proposeTotp(member: Member): Promise<{ secret: string; uri: string }> {
    return this.#secondFactor.propose((await this.#accounts.require(member.person.id)).login)
  }

  /** Whoever has a second factor must have shown it just now to set up another. */
  async enrolTotp(
    member: Member,
    { secret, code }: { secret: string; code: string },
    visitor: Visitor,
  ): Promise<{ codes: string[]; signedIn: SignedIn | null }> {
    const account = await this.#accounts.require(member.person.id)
    const isPending = member.roles.includes('pending')
    if (hasSecondFactor(account)) {
      if (isPending) throw new Refusal('second_factor_needed')
      this.#proofs.require(member)
    }
    return this.#db.transaction().execute(async (tx) => {
      const codes = await this.#secondFactor.enrol(tx, account, secret, code)
      const object = account.personId
      await this.#log.note(tx, object, {
        event: 'second_factor.enrolled',
        object,
        details: { factor: 'totp' },
      })
      if (!isPending) return { codes, signedIn: null }
      return { codes, signedIn: await this.promote(tx, member, visitor, 'totp') }
    })
  }

  /** Somebody for whom the hospital's own login vouches; `external` where it has asked for a second factor too. */
  async arrive(
    tx: Tx,
    account: Pick<Account, 'personId' | 'roles' | 'totpSecret' | 'passkeys'>,
    visitor: Visitor,
    { person, external }: { person: Participant; external: boolean },
  ): Promise<SignedIn> {
    if (external) return this.letIn(tx, person, visitor, { method: 'oidc', secondFactor: 'external' })
    const knownDevice = await this.#devices.find(visitor.deviceToken, person.id, this.#clock(), tx)
    return this.#enter(tx, account, visitor, { knownDevice, person, method: 'oidc' })
  }

  async #create(
    { displayName, login, password }: NewAccount,
    visitor: Visitor,
    by: AuditEventOf<'account.made'>['details']['by'],
    admit: (tx: Tx, person: PersonId) => Promise<readonly Role[]>,
  ): Promise<SignedIn> {
    const passwordHash = await hashNewPassword(password, login)
    const person = { id: personIdSchema.parse(newId()), displayName }
    return this.#db.transaction().execute(async (tx) => {
      const roles = await admit(tx, person.id)
      if ((await this.#accounts.findByLogin(tx, login)) !== null) throw new Refusal('conflict', 'login')
      await this.#persons.add(tx, person, this.#clock())
      await this.#accounts.add(tx, { personId: person.id, login, passwordHash, roles }, this.#clock())
      await this.#log.note(tx, person.id, { event: 'account.made', object: person.id, details: { by } })
      const account = { personId: person.id, roles: Array.from(roles), totpSecret: null, passkeys: 0 }
      return this.#enter(tx, account, visitor, { knownDevice: null, person, method: METHOD[by] })
    })
  }

  /** After the password: into the account, or to the second factor where one is owed. */
  async #enter(
    tx: Tx,
    account: Pick<Account, 'personId' | 'roles' | 'totpSecret' | 'passkeys'>,
    { device }: Visitor,
    {
      knownDevice,
      person,
      method,
    }: { knownDevice: string | null; person: Participant; method: CameIn['method'] },
  ): Promise<SignedIn> {
    const level = isStaff(account.roles) || hasSecondFactor(account) ? 'pending' : 'account'
    const cameIn: CameIn = { method, secondFactor: 'none' }
    const { member, setCookie } = await this.#sessions.open(tx, person, { level, device, cameIn })
    const isNew = level === 'account' && knownDevice === null
    const deviceToken = isNew ? await this.#devices.add(tx, account.personId, this.#clock()) : null
    return { member, setCookie, deviceToken }
  }

  /** The session that owed a second factor becomes one of the account. */
  async promote(
    tx: Tx,
    { person, sessionId }: Member,
    visitor: Visitor,
    secondFactor: CameIn['secondFactor'],
  ): Promise<SignedIn> {
    const method = await this.#sessions.cameBy(tx, sessionId)
    return this.letIn(tx, person, visitor, { method, secondFactor })
  }

  /** A session of the account, for whoever has shown all that it asks for. */
  async letIn(
    tx: Tx,
    person: Participant,
    { device, deviceToken }: Visitor,
    cameIn: CameIn,
  ): Promise<SignedIn> {
    const { member, setCookie } = await this.#sessions.open(tx, person, { level: 'account', device, cameIn })
    const known = await this.#devices.find(deviceToken, person.id, this.#clock(), tx)
    const newDevice = known === null ? await this.#devices.add(tx, person.id, this.#clock()) : null
    return { member, setCookie, deviceToken: newDevice }
  }
}
