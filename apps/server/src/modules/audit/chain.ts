import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Tables } from '../../migrations/tables.ts'

export type AuditRow = Selectable<Tables['audit']>

const FORMAT = 'visita-audit-1'

/**
 * The hash of a row, in hex: SHA-256 over the UTF-8 bytes of the JSON array
 *
 *     ["visita-audit-1", seq, at, actor_id, actor_role, event, subject_id, object_id, details, sealed_text, prev_hash]
 *
 * without white space, as JSON.stringify writes it; `details` is the column's text as it is stored, in
 * quotation marks. An array, because unlike joined strings it cannot read the same for two different rows.
 */
export function hashOfRow(row: Omit<AuditRow, 'hash'>): string {
  return sha256([
    FORMAT,
    row.seq,
    row.at,
    row.actor_id,
    row.actor_role,
    row.event,
    row.subject_id,
    row.object_id,
    row.details,
    row.sealed_text,
    row.prev_hash,
  ])
}

/** What the first row follows: a chain cannot be carried over from another installation. */
export const genesisOf = (tenant: string): string => sha256([FORMAT, tenant])

const sha256 = (parts: (string | number | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex')
