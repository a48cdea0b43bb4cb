import { isStaff, personIdSchema, type Role, sessionIdSchema } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Member } from '../../platform/principal.ts'
import { newId, newReadableCode } from '../../platform/random.ts'
import type { AccountLog } from './account-log.ts'
import type { AccountRepository } from './account-repository.ts'
import { hashNewPassword } from './passwords.ts'
import type { PersonRepository } from './person-repository.ts'
import type { SecondFactor } from './second-factor.ts'

/** Somebody invented, with all that is needed to sign in as them. It is kept nowhere in the clear. */
export interface DemoAccount {
  /** As whom they act while the demonstration is made. */
  member: Member
  login: string
  password: string
  /** Of an authenticator app, with recovery codes for those who have none; null for patients. */
  secondFactor: { secret: string; codes: string[] } | null
}

/** Accounts of invented people, made without a browser and without a session. */
export class DemoAccounts {
  readonly #db: Database
  readonly #accounts: AccountRepository
  readonly #persons: PersonRepository
  readonly #secondFactor: SecondFactor
  readonly #log: AccountLog
  readonly #clock: Clock

  constructor(deps: {
    db: Database
    accounts: AccountRepository
    persons: PersonRepository
    secondFactor: SecondFactor
    log: AccountLog
    clock: Clock
  }) {
    this.#db = deps.db
    this.#accounts = deps.accounts
    this.#persons = deps.persons
    this.#secondFactor = deps.secondFactor
    this.#log = deps.log
    this.#clock = deps.clock
  }

  /** With a random password; staff have a second factor at once, since nobody is there to enrol one. */
  async make(displayName: string, login: string, roles: readonly Role[]): Promise<DemoAccount> {
    const password = newReadableCode()
    const passwordHash = await hashNewPassword(password, login)
    const person = { id: personIdSchema.parse(newId()), displayName }
    const personId = person.id
    return this.#db.transaction().execute(async (tx) => {
      const now = this.#clock()
      await this.#persons.add(tx, person, now)
      await this.#accounts.add(tx, { personId, login, passwordHash, roles }, now)
      const made = { event: 'account.made', object: personId, details: { by: 'demo' } } as const
      await this.#log.note(tx, personId, made)
      const secondFactor = isStaff(roles) ? await this.#secondFactor.give(tx, { personId, login }) : null
      const sessionId = sessionIdSchema.parse(newId())
      const member: Member = { kind: 'member', person, roles, sessionId, byLink: false, provenAt: now }
      return { member, login, password, secondFactor }
    })
  }
}
