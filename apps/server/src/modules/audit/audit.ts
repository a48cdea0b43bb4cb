import { type AuditEvent, auditEventSchema } from '@visita/protocol'
import type { Transaction } from 'kysely'
import type { Tables } from '../../migrations/tables.ts'
import type { Clock } from '../../platform/clock.ts'
import { hashOfRow } from './chain.ts'

/** The audit log (B14): rows are only ever added, and each carries the hash of the one before. */
export class Audit {
  readonly #tenant: string
  readonly #clock: Clock

  constructor({ tenant, clock }: { tenant: string; clock: Clock }) {
    this.#tenant = tenant
    this.#clock = clock
  }

  /**
   * Adds an event within the transaction of the change that it tells of, so that neither is kept without the
   * other. A read is written before it is answered; a refusal in a transaction of its own, because the one
   * that was refused is undone. Throws, and so undoes the change, when the event is not of the closed union.
   */
  async write(tx: Transaction<Tables>, event: AuditEvent): Promise<void> {
    const known = auditEventSchema.parse(event)
    const { seq, hash: prevHash } = await this.#nextPlace(tx)
    const row = {
      seq,
      at: this.#clock(),
      actor_id: known.actor,
      actor_role: known.actorRole,
      event: known.event,
      subject_id: known.subject,
      object_id: known.object,
      details: JSON.stringify(known.details),
      sealed_text: 'sealedText' in known ? known.sealedText : null,
      prev_hash: prevHash,
    }
    const hash = hashOfRow(row)
    await tx
      .insertInto('audit')
      .values({ ...row, hash })
      .execute()
    await tx.updateTable('audit_head').set({ hash }).where('tenant', '=', this.#tenant).execute()
  }

  /**
   * The number of the next row and the hash it follows. The head is changed before it is read: that takes the
   * lock of its row on MariaDB and the one writer's place on SQLite, so no two rows follow the same one.
   */
  async #nextPlace(tx: Transaction<Tables>): Promise<{ seq: number; hash: string }> {
    await tx
      .updateTable('audit_head')
      .set((head) => ({ seq: head('seq', '+', 1) }))
      .where('tenant', '=', this.#tenant)
      .execute()
    return tx
      .selectFrom('audit_head')
      .select(['seq', 'hash'])
      .where('tenant', '=', this.#tenant)
      .executeTakeFirstOrThrow()
  }
}
