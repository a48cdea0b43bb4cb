import type { AuditEventOf, ErrorCode, PersonId } from '@visita/protocol'
import type { Database, Tx } from '../../platform/database.ts'
import { Refusal } from '../../platform/http-errors.ts'
import type { Audit } from '../audit/index.ts'

type Failure = AuditEventOf<'session.failed'>['details']
type OwnAct =
  | AuditEventOf<'account.made'>
  | AuditEventOf<'invitation.used'>
  | AuditEventOf<'password.changed'>
  | AuditEventOf<'password.reset'>
  | AuditEventOf<'hospital_login.bound'>
  | AuditEventOf<'hospital_login.unbound'>
  | AuditEventOf<'second_factor.enrolled'>
  | AuditEventOf<'second_factor.removed'>
  | AuditEventOf<'setup.done'>
  | AuditEventOf<'second_factor.recovery_used'>
type Without<T> = T extends unknown ? Omit<T, 'actor' | 'actorRole' | 'subject'> : never

/** What people do to their own accounts, as the audit log has it. */
export class AccountLog {
  readonly #db: Database
  readonly #audit: Audit

  constructor({ db, audit }: { db: Database; audit: Audit }) {
    this.#db = db
    this.#audit = audit
  }

  /** An act of somebody on their own account. */
  async note(tx: Tx, actor: PersonId, event: Without<OwnAct>): Promise<void> {
    await this.#audit.write(tx, { actor, actorRole: 'pending', subject: null, ...event })
  }

  /** Writes down who could not come in, and refuses them. */
  async fail(
    actor: PersonId | null,
    step: Failure['step'],
    reason: Failure['reason'],
    code: ErrorCode = 'wrong_credentials',
  ): Promise<never> {
    const details = { step, reason }
    await this.#db.transaction().execute((tx) =>
      this.#audit.write(tx, {
        event: 'session.failed',
        actor,
        actorRole: 'anonymous',
        subject: null,
        object: null,
        details,
      }),
    )
    throw new Refusal(code)
  }
}
