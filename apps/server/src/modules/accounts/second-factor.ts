import { createHash } from 'node:crypto'
import type { PersonId } from '@visita/protocol'
import { Secret, TOTP } from 'otpauth'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { newReadableCode } from '../../platform/random.ts'
import type { AccountLog } from './account-log.ts'
import type { Account, AccountRepository } from './account-repository.ts'

const PERIOD_S = 30
/** RFC 6238, 5.2: one step for a clock that runs a little off. */
const WINDOW = 1
const RECOVERY_CODES = 10

/** Codes of an authenticator app (RFC 6238), each good once (C22), and the recovery codes for a lost telephone. */
export class SecondFactor {
  readonly #accounts: AccountRepository
  readonly #log: AccountLog
  readonly #clock: Clock
  readonly #issuer: () => string

  constructor(deps: { accounts: AccountRepository; log: AccountLog; clock: Clock; issuer: () => string }) {
    this.#accounts = deps.accounts
    this.#log = deps.log
    this.#clock = deps.clock
    this.#issuer = deps.issuer
  }

  /** A new secret, which counts only once a code of it was shown; `uri` is what the QR code says. */
  propose(login: string): { secret: string; uri: string } {
    const secret = new Secret({ size: 20 })
    return { secret: secret.base32, uri: this.#totp(secret, login).toString() }
  }

  /** Takes up the secret with a first code of it; returns new recovery codes, shown this once. */
  async enrol(tx: Tx, account: Account, secret: string, code: string): Promise<string[]> {
    const step = this.#stepOf(secret, account.login, code)
    if (step === null) throw new Refusal('wrong_credentials')
    await this.#accounts.setTotp(tx, account.personId, secret, step)
    return this.newRecoveryCodes(tx, account.personId)
  }

  /** As `enrol`, for somebody invented, who has no app to show a code with. */
  async give(
    tx: Tx,
    { personId, login }: Pick<Account, 'personId' | 'login'>,
  ): Promise<{ secret: string; codes: string[] }> {
    const { secret } = this.propose(login)
    await this.#accounts.setTotp(tx, personId, secret, 0)
    return { secret, codes: await this.newRecoveryCodes(tx, personId) }
  }

  /** Takes a code of the app or a recovery code; null for any other and for a used one. */
  async take(tx: Tx, account: Account, code: string): Promise<'totp' | 'recovery_code' | null> {
    const { personId, totpSecret, login } = account
    const step = totpSecret === null ? null : this.#stepOf(totpSecret, login, code)
    if (step !== null && (await this.#accounts.takeStep(tx, personId, step))) return 'totp'
    const { numDeletedRows } = await tx
      .deleteFrom('recovery_codes')
      .where('person_id', '=', personId)
      .where('code_hash', '=', hashOf(code))
      .executeTakeFirstOrThrow()
    if (numDeletedRows !== 1n) return null
    const left = await this.recoveryCodesLeft(tx, personId)
    await this.#log.note(tx, personId, {
      event: 'second_factor.recovery_used',
      object: personId,
      details: { left },
    })
    return 'recovery_code'
  }

  /** The old ones stop working; these are shown this once. */
  async newRecoveryCodes(tx: Tx, personId: PersonId): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newReadableCode)
    await tx.deleteFrom('recovery_codes').where('person_id', '=', personId).execute()
    await tx
      .insertInto('recovery_codes')
      .values(codes.map((code) => ({ person_id: personId, code_hash: hashOf(code) })))
      .execute()
    return codes
  }

  async recoveryCodesLeft(db: Database, personId: PersonId): Promise<number> {
    const { left } = await db
      .selectFrom('recovery_codes')
      .select(({ fn }) => fn.countAll<number>().as('left'))
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    return left
  }

  /** False where there were none. */
  async removeRecoveryCodes(tx: Tx, personId: PersonId): Promise<boolean> {
    const { numDeletedRows } = await tx
      .deleteFrom('recovery_codes')
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  }

  /** The time step that the code belongs to; null for a code of none near now. */
  #stepOf(secret: string, login: string, code: string): number | null {
    const now = this.#clock()
    const token = code.replaceAll(' ', '')
    const delta = this.#totp(Secret.fromBase32(secret), login).validate({
      token,
      timestamp: now,
      window: WINDOW,
    })
    return delta === null ? null : Math.floor(now / 1000 / PERIOD_S) + delta
  }

  #totp(secret: Secret, login: string): TOTP {
    return new TOTP({ issuer: this.#issuer(), label: login, secret, digits: 6, period: PERIOD_S })
  }
}

/** The codes are too many to try, so a plain hash of them suffices. */
const hashOf = (code: string): string =>
  createHash('sha256')
    .update(code.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
    .digest('hex')
