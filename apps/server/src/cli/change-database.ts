import { join } from 'node:path'
import type { AuditEvent } from '@visita/protocol'
import type { Transaction } from 'kysely'
import type { Tables } from '../migrations/tables.ts'
import { Audit } from '../modules/audit/index.ts'
import { systemClock } from '../platform/clock.ts'
import { type Database, readSettings } from '../platform/database.ts'
import { openSqlite } from '../platform/sqlite.ts'

/**
 * Changes the database in a data folder, also while its server is running, and adds the event that `change`
 * returns to the audit log in the same transaction. Tables are left as they are: a database that no server has
 * opened since there is an audit log has none, and the event is left out.
 */
export async function changeDatabase(
  dataDir: string,
  change: (tx: Transaction<Tables>) => Promise<AuditEvent | null>,
): Promise<void> {
  const file = join(dataDir, 'visita.db')
  const tenant = (await readSettings(file)).get('tenant')
  if (tenant === undefined) return
  const db = openSqlite<Tables>(file)
  try {
    const hasLog = await hasAuditLog(db, tenant)
    await db.transaction().execute(async (tx) => {
      const event = await change(tx)
      if (event !== null && hasLog) await new Audit({ tenant, clock: systemClock }).write(tx, event)
    })
  } finally {
    await db.destroy()
  }
}

async function hasAuditLog(db: Database, tenant: string): Promise<boolean> {
  const tables = await db.introspection.getTables()
  if (!tables.some(({ name }) => name === 'audit_head')) return false
  const head = await db.selectFrom('audit_head').select('seq').where('tenant', '=', tenant).executeTakeFirst()
  return head !== undefined
}
