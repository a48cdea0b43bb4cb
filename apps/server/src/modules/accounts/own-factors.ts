import {
  type AuditEventOf,
  isStaff,
  type PasskeyId,
  type PersonId,
  type SecondFactor as SecondFactorReply,
} from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member } from '../../platform/principal.ts'
import type { AccountLog } from './account-log.ts'
import { type AccountRepository, hasSecondFactor } from './account-repository.ts'
import type { PasskeyRepository } from './passkey-repository.ts'
import type { Proofs } from './proofs.ts'
import type { SecondFactor } from './second-factor.ts'

type Factor = AuditEventOf<'second_factor.removed'>['details']['factor']

/** Somebody's own second factors: what there is, and away with what is lost. Each change wants a fresh proof. */
export class OwnFactors {
  readonly #db: Database
  readonly #accounts: AccountRepository
  readonly #passkeys: PasskeyRepository
  readonly #secondFactor: SecondFactor
  readonly #proofs: Proofs
  readonly #log: AccountLog

  constructor(deps: {
    db: Database
    accounts: AccountRepository
    passkeyRepository: PasskeyRepository
    secondFactor: SecondFactor
    proofs: Proofs
    log: AccountLog
  }) {
    this.#db = deps.db
    this.#accounts = deps.accounts
    this.#passkeys = deps.passkeyRepository
    this.#secondFactor = deps.secondFactor
    this.#proofs = deps.proofs
    this.#log = deps.log
  }

  async look({ person }: Member): Promise<SecondFactorReply> {
    const { totpSecret } = await this.#accounts.require(person.id)
    const passkeys = await this.#passkeys.listOf(person.id)
    return {
      totp: totpSecret !== null,
      recoveryCodes: await this.#secondFactor.recoveryCodesLeft(this.#db, person.id),
      passkeys: passkeys.map(({ id, credential: { name }, createdAt, usedAt }) => ({
        id,
        name,
        createdAt,
        usedAt,
      })),
    }
  }

  removePasskey(member: Member, id: PasskeyId): Promise<void> {
    return this.#remove(member, 'passkey', (tx, personId) => this.#passkeys.remove(tx, personId, id))
  }

  removeTotp(member: Member): Promise<void> {
    return this.#remove(member, 'totp', (tx, personId) => this.#accounts.removeTotp(tx, personId))
  }

  /** The old ones stop working. `conflict` for whoever has nothing that they could stand in for. */
  async renewRecoveryCodes(member: Member): Promise<string[]> {
    this.#proofs.require(member)
    const account = await this.#accounts.require(member.person.id)
    if (!hasSecondFactor(account)) throw new Refusal('conflict')
    return this.#db.transaction().execute(async (tx) => {
      const codes = await this.#secondFactor.newRecoveryCodes(tx, account.personId)
      await this.#note(tx, account.personId, 'second_factor.removed', 'recovery_codes')
      await this.#note(tx, account.personId, 'second_factor.enrolled', 'recovery_codes')
      return codes
    })
  }

  /** Staff keep one at least: `last_second_factor`. With the last one of a patient their recovery codes go too. */
  async #remove(
    member: Member,
    factor: Factor,
    remove: (tx: Tx, personId: PersonId) => Promise<boolean>,
  ): Promise<void> {
    this.#proofs.require(member)
    const { personId } = await this.#accounts.require(member.person.id)
    await this.#db.transaction().execute(async (tx) => {
      if (!(await remove(tx, personId))) throw new Refusal('not_found')
      await this.#note(tx, personId, 'second_factor.removed', factor)
      // Counted after the removal, so that of two at once the second one sees what the first has left.
      const left = await this.#accounts.find(personId, tx)
      if (left === null || hasSecondFactor(left)) return
      if (isStaff(left.roles)) throw new Refusal('last_second_factor')
      if (await this.#secondFactor.removeRecoveryCodes(tx, personId))
        await this.#note(tx, personId, 'second_factor.removed', 'recovery_codes')
    })
  }

  #note(
    tx: Tx,
    personId: PersonId,
    event: 'second_factor.enrolled' | 'second_factor.removed',
    factor: Factor,
  ): Promise<void> {
    return this.#log.note(tx, personId, { event, object: personId, details: { factor } })
  }
}
