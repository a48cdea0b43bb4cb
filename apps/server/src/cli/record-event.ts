import { join } from 'node:path'
import type { AuditEvent } from '@visita/protocol'
import type { Tables } from '../migrations/tables.ts'
import { Audit } from '../modules/audit/index.ts'
import { systemClock } from '../platform/clock.ts'
import { readSettings } from '../platform/database.ts'
import { openSqlite } from '../platform/sqlite.ts'

/**
 * Adds an event to the audit log in a data folder, also while its server is running. A database that no server
 * has opened since there is an audit log has none yet, and is left as it is.
 */
export async function recordEvent(dataDir: string, event: AuditEvent): Promise<void> {
  const file = join(dataDir, 'visita.db')
  const tenant = (await readSettings(file)).get('tenant')
  if (tenant === undefined) return
  const db = openSqlite<Tables>(file)
  try {
    const tables = await db.introspection.getTables()
    if (!tables.some(({ name }) => name === 'audit_head')) return
    const head = await db
      .selectFrom('audit_head')
      .select('seq')
      .where('tenant', '=', tenant)
      .executeTakeFirst()
    if (head === undefined) return
    const audit = new Audit({ tenant, clock: systemClock })
    await db.transaction().execute((tx) => audit.write(tx, event))
  } finally {
    await db.destroy()
  }
}
