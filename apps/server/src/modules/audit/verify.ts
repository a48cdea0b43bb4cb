import { setImmediate as othersTurn } from 'node:timers/promises'
import type { AuditCheck, ChainFault } from '@visita/protocol'
import type { Transaction } from 'kysely'
import type { Tables } from '../../migrations/tables.ts'
import type { Database } from '../../platform/database.ts'
import type { Anchor } from './anchor-file.ts'
import { type AuditRow, genesisOf, hashOfRow } from './chain.ts'

const BATCH = 500

/**
 * Reads the whole log as it is at one moment, in batches, and compares it with its head and with the heads
 * that were written elsewhere (C33). Finds an edit, a deletion, a reordering and a cut tail; what it cannot
 * find without anchors is in docs/adr/0009-audit-chain.md. Throws SQLite's or MariaDB's errors.
 */
export async function verifyLog(
  db: Database,
  { tenant, anchors }: { tenant: string; anchors: readonly Anchor[] },
): Promise<AuditCheck['verdict']> {
  // One transaction, so that what is written meanwhile is seen in both places or in neither.
  return db.transaction().execute(async (tx) => {
    const head = await tx
      .selectFrom('audit_head')
      .select(['seq', 'hash'])
      .where('tenant', '=', tenant)
      .executeTakeFirst()
    if (head === undefined) return { whole: false, seq: 1, fault: 'headless' }

    const anchored = Map.groupBy(anchors, ({ seq }) => seq)
    let last = { seq: 0, hash: genesisOf(tenant) }
    for await (const row of rowsOf(tx)) {
      const fault = faultOf(row, last)
      if (fault !== null) return { whole: false, seq: last.seq + 1, fault }
      const isAnchored = anchored.get(row.seq)?.every(({ hash }) => hash === row.hash) ?? true
      if (!isAnchored) return { whole: false, seq: row.seq, fault: 'replaced' }
      last = row
    }
    const newestAnchor = anchors.reduce((newest, { seq }) => Math.max(newest, seq), 0)
    if (last.seq < Math.max(head.seq, newestAnchor)) return { whole: false, seq: last.seq + 1, fault: 'cut' }
    if (last.seq > head.seq) return { whole: false, seq: head.seq + 1, fault: 'added' }
    if (last.hash !== head.hash) return { whole: false, seq: last.seq, fault: 'replaced' }
    return { whole: true, events: last.seq, anchored: newestAnchor }
  })
}

function faultOf(row: AuditRow, before: Pick<AuditRow, 'seq' | 'hash'>): ChainFault | null {
  if (row.seq !== before.seq + 1) return 'missing'
  if (row.hash !== hashOfRow(row)) return 'changed'
  return row.prev_hash === before.hash ? null : 'unchained'
}

async function* rowsOf(tx: Transaction<Tables>): AsyncGenerator<AuditRow> {
  let after = 0
  for (;;) {
    const rows = await tx
      .selectFrom('audit')
      .selectAll()
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(BATCH)
      .execute()
    yield* rows
    // A long log must not keep a running server from answering others.
    await othersTurn()
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.seq
  }
}
