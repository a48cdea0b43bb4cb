import type { Assertion, CreationOptions, NewPasskey, PersonId, RequestOptions } from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Member } from '../../platform/principal.ts'
import type { AccountLog } from './account-log.ts'
import { type AccountRepository, hasSecondFactor } from './account-repository.ts'
import type { Accounts, SignedIn, Visitor } from './accounts.ts'
import type { KnownDevices } from './known-devices.ts'
import type { ChallengePurpose } from './passkey-challenges.ts'
import type { Answerer, Passkeys, Verified } from './passkeys.ts'
import type { PersonRepository } from './person-repository.ts'
import type { Proofs } from './proofs.ts'
import type { SecondFactor } from './second-factor.ts'
import type { Sessions } from './sessions.ts'
import type { Attempt, SignInLimits } from './sign-in-limits.ts'

/** How people come by passkeys, and in with them: without a password, after it, or to show once more who they are. */
export class PasskeyEntry {
  readonly #db: Database
  readonly #accounts: AccountRepository
  readonly #persons: PersonRepository
  readonly #passkeys: Passkeys
  readonly #entrance: Accounts
  readonly #proofs: Proofs
  readonly #sessions: Sessions
  readonly #secondFactor: SecondFactor
  readonly #devices: KnownDevices
  readonly #limits: SignInLimits
  readonly #log: AccountLog
  readonly #clock: Clock

  constructor(deps: {
    db: Database
    accounts: AccountRepository
    persons: PersonRepository
    passkeys: Passkeys
    entrance: Accounts
    proofs: Proofs
    sessions: Sessions
    secondFactor: SecondFactor
    devices: KnownDevices
    limits: SignInLimits
    log: AccountLog
    clock: Clock
  }) {
    this.#db = deps.db
    this.#accounts = deps.accounts
    this.#persons = deps.persons
    this.#passkeys = deps.passkeys
    this.#entrance = deps.entrance
    this.#proofs = deps.proofs
    this.#sessions = deps.sessions
    this.#secondFactor = deps.secondFactor
    this.#devices = deps.devices
    this.#limits = deps.limits
    this.#log = deps.log
    this.#clock = deps.clock
  }

  /** What a new passkey is to be. A passkey lets in by itself, so an open page alone must not do to add one. */
  async offer(member: Member): Promise<CreationOptions> {
    if (!isPending(member)) this.#proofs.require(member)
    const account = await this.#accounts.require(member.person.id)
    return this.#passkeys.offer(account, member.person, member.sessionId)
  }

  /** Recovery codes come with the first second factor, and are shown this once; later there are none here. */
  async enrol(
    member: Member,
    made: NewPasskey,
    visitor: Visitor,
    port: number | undefined,
  ): Promise<{ codes: string[]; signedIn: SignedIn | null }> {
    const account = await this.#accounts.require(member.person.id)
    const { personId } = account
    const isFirst = !hasSecondFactor(account)
    if (!isPending(member)) this.#proofs.require(member)
    else if (!isFirst) throw new Refusal('second_factor_needed')
    const passkey = await this.#passkeys.verifyNew(made, { holder: member.sessionId, port })
    return this.#db.transaction().execute(async (tx) => {
      await this.#passkeys.add(tx, personId, passkey)
      await this.#log.note(tx, personId, {
        event: 'second_factor.enrolled',
        object: personId,
        details: { factor: 'passkey' },
      })
      const codes = isFirst ? await this.#secondFactor.newRecoveryCodes(tx, personId) : []
      if (!isPending(member)) return { codes, signedIn: null }
      return { codes, signedIn: await this.#entrance.promote(tx, member, visitor, 'passkey') }
    })
  }

  /** Any passkey of this clinic that the device has. `browser` names the browser, which has no session yet. */
  askToSignIn(browser: string): Promise<RequestOptions> {
    return this.#passkeys.ask(browser, 'sign_in', null)
  }

  /** Without a password: the passkey is something that one has, and what unlocks it one knows or is. */
  async signIn(assertion: Assertion, visitor: Visitor, answerer: Answerer): Promise<SignedIn> {
    const owner = await this.#passkeys.ownerOf(assertion.id)
    const knownDevice = await this.#devices.find(visitor.deviceToken, owner, this.#clock())
    const attempt = { account: owner ?? assertion.id, address: visitor.address, knownDevice }
    const verified = await this.#admitted(assertion, 'sign_in', answerer, { attempt, owner })
    const account = await this.#accounts.find(verified.passkey.personId)
    if (account === null || account.status === 'disabled') return this.#log.fail(owner, 'passkey', 'disabled')
    return this.#used(verified, attempt, async (tx) => {
      const person = await this.#persons.require(tx, account.personId)
      return this.#entrance.letIn(tx, person, visitor, { method: 'passkey', secondFactor: 'passkey' })
    })
  }

  /** One of their own passkeys, after the password. */
  askForSecondFactor({ sessionId, person }: Member): Promise<RequestOptions> {
    return this.#passkeys.ask(sessionId, 'second_factor', person.id)
  }

  async giveSecondFactor(
    member: Member,
    assertion: Assertion,
    visitor: Visitor,
    port: number | undefined,
  ): Promise<SignedIn> {
    const { attempt, verified } = await this.#own(member, assertion, 'second_factor', {
      address: visitor.address,
      port,
    })
    return this.#used(verified, attempt, (tx) => this.#entrance.promote(tx, member, visitor, 'passkey'))
  }

  /** One of their own passkeys, in the place of password and code. */
  askForProof({ sessionId, person }: Member): Promise<RequestOptions> {
    return this.#passkeys.ask(sessionId, 'proof', person.id)
  }

  async prove(member: Member, assertion: Assertion, from: From): Promise<void> {
    const { attempt, verified } = await this.#own(member, assertion, 'proof', from)
    await this.#used(verified, attempt, async () => undefined)
    await this.#sessions.markProven(member.sessionId)
  }

  async #own(
    { person, sessionId }: Member,
    assertion: Assertion,
    purpose: ChallengePurpose,
    { address, port }: From,
  ): Promise<{ attempt: Attempt; verified: Verified }> {
    const { personId } = await this.#accounts.require(person.id)
    const attempt = { account: personId, address, knownDevice: null }
    const answerer = { holder: sessionId, port }
    return {
      attempt,
      verified: await this.#admitted(assertion, purpose, answerer, { attempt, owner: personId }),
    }
  }

  /** Counts the attempt, and looks at the answer; `owner`: whose passkey it must be. */
  async #admitted(
    assertion: Assertion,
    purpose: ChallengePurpose,
    answerer: Answerer,
    { attempt, owner }: { attempt: Attempt; owner: PersonId | null },
  ): Promise<Verified> {
    await this.#limits.admit(attempt)
    const verified = await this.#passkeys.verify(assertion, purpose, answerer)
    if (typeof verified === 'string') return this.#log.fail(owner, 'passkey', verified)
    // Somebody else's, however right, is nothing to this account.
    if (verified.passkey.personId !== owner) return this.#log.fail(owner, 'passkey', 'unknown')
    return verified
  }

  /** Does what the answer is for, if it is the first time that it is given. */
  async #used<T>({ passkey, use }: Verified, attempt: Attempt, act: (tx: Tx) => Promise<T>): Promise<T> {
    const done = await this.#db
      .transaction()
      .execute(async (tx) => ((await use(tx)) ? { result: await act(tx) } : null))
    if (done === null) return this.#log.fail(passkey.personId, 'passkey', 'replayed')
    await this.#limits.forgive(attempt)
    return done.result
  }
}

/** Where a request comes from, and the TCP port at which it came in. */
interface From {
  address: string
  port: number | undefined
}

const isPending = ({ roles }: Pick<Member, 'roles'>): boolean => roles.includes('pending')
