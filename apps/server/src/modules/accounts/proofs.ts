import type { LinkToken } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member } from '../../platform/principal.ts'
import type { AccountLog } from './account-log.ts'
import { type AccountRepository, hasSecondFactor } from './account-repository.ts'
import type { Links } from './links.ts'
import { hashNewPassword, isPassword } from './passwords.ts'
import type { SecondFactor } from './second-factor.ts'
import type { Sessions } from './sessions.ts'
import type { SignInLimits } from './sign-in-limits.ts'

/** How fresh a proof must be for what cannot be undone. */
const PROOF_MS = 5 * 60_000

/** How somebody who is signed in shows who they are, and changes what they show it with. */
export class Proofs {
  readonly #db: Database
  readonly #accounts: AccountRepository
  readonly #sessions: Sessions
  readonly #links: Links
  readonly #secondFactor: SecondFactor
  readonly #limits: SignInLimits
  readonly #log: AccountLog
  readonly #clock: Clock

  constructor(deps: {
    db: Database
    accounts: AccountRepository
    sessions: Sessions
    links: Links
    secondFactor: SecondFactor
    limits: SignInLimits
    log: AccountLog
    clock: Clock
  }) {
    this.#db = deps.db
    this.#accounts = deps.accounts
    this.#sessions = deps.sessions
    this.#links = deps.links
    this.#secondFactor = deps.secondFactor
    this.#limits = deps.limits
    this.#log = deps.log
    this.#clock = deps.clock
  }

  /** Shows the password once more, and a code where the account has a second factor. */
  async prove(member: Member, password: string, code: string | undefined, address: string): Promise<void> {
    const account = await this.#accounts.require(member.person.id)
    const attempt = { account: account.personId, address, knownDevice: null }
    await this.#limits.admit(attempt)
    if (!(await isPassword(password, account.passwordHash))) {
      return this.#log.fail(account.personId, 'reauthentication', 'wrong')
    }
    if (hasSecondFactor(account)) {
      if (code === undefined) throw new Refusal('second_factor_needed')
      const taken = await this.#db.transaction().execute((tx) => this.#secondFactor.take(tx, account, code))
      if (taken === null) return this.#log.fail(account.personId, 'reauthentication', 'wrong')
    }
    await this.#limits.forgive(attempt)
    await this.#sessions.markProven(member.sessionId)
  }

  /** A code of the second factor alone, from somebody who shows the rest elsewhere. */
  async showCode(member: Member, code: string, address: string): Promise<void> {
    const account = await this.#accounts.require(member.person.id)
    const attempt = { account: account.personId, address, knownDevice: null }
    await this.#limits.admit(attempt)
    const taken = await this.#db.transaction().execute((tx) => this.#secondFactor.take(tx, account, code))
    if (taken === null) return this.#log.fail(account.personId, 'reauthentication', 'wrong')
    await this.#limits.forgive(attempt)
  }

  /** Throws `proof_needed` unless they have shown just now who they are. */
  require({ provenAt }: Member): void {
    if (this.#clock() - provenAt > PROOF_MS) throw new Refusal('proof_needed')
  }

  /** All other sessions end: whoever else knew the old password is out. */
  async changePassword(member: Member, current: string, next: string, address: string): Promise<void> {
    const account = await this.#accounts.require(member.person.id)
    await this.#limits.admit({ account: account.personId, address, knownDevice: null })
    if (!(await isPassword(current, account.passwordHash))) {
      return this.#log.fail(account.personId, 'reauthentication', 'wrong')
    }
    const hash = await hashNewPassword(next, account.login)
    await this.#db.transaction().execute(async (tx) => {
      await this.#accounts.setPassword(tx, account.personId, hash)
      await this.#log.note(tx, account.personId, {
        event: 'password.changed',
        object: account.personId,
        details: {},
      })
    })
    await this.#sessions.revokeAll(account.personId, { revoked: 'password_changed', by: member })
  }

  /** Uses a reset link. Every session ends; the second factor stays (C22). */
  async resetPassword(token: LinkToken, password: string): Promise<void> {
    const { personId } = await this.#links.look(token, 'reset')
    const account = await this.#accounts.require(personId)
    const hash = await hashNewPassword(password, account.login)
    await this.#db.transaction().execute(async (tx) => {
      await this.#links.use(tx, token, 'reset')
      await this.#accounts.setPassword(tx, personId, hash)
      await this.#log.note(tx, personId, { event: 'password.reset', object: personId, details: {} })
    })
    await this.#sessions.revokeAll(personId, { revoked: 'password_changed', by: null })
  }
}
