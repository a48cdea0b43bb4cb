import type { Database } from '../../platform/database.ts'
import { StartupError } from '../../platform/startup-error.ts'
import { genesisOf } from './chain.ts'

/**
 * Writes the head that the first event will follow. A log with rows and without its head was changed from
 * outside: that is told and not mended, because a new head would hide what was cut off.
 */
export async function startChain(db: Database, tenant: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const head = await tx
      .selectFrom('audit_head')
      .select('seq')
      .where('tenant', '=', tenant)
      .executeTakeFirst()
    if (head !== undefined) return
    const row = await tx.selectFrom('audit').select('seq').limit(1).executeTakeFirst()
    if (row !== undefined) throw lostHead()
    await tx
      .insertInto('audit_head')
      .values({ tenant, seq: 0, hash: genesisOf(tenant) })
      .execute()
  })
}

const lostHead = (): StartupError =>
  new StartupError(
    'The audit log was changed by something other than Visita: its head is missing. ' +
      'Keep a copy of the database for the privacy officer, then restore the last backup.',
  )
