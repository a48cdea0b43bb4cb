import { join } from 'node:path'
import { type AuditEvent, personIdSchema } from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import { newId } from '../../platform/random.ts'
import { aDatabase } from '../../testing/database.ts'
import type { Audit } from './audit.ts'
import { createAudit } from './index.ts'

export const TENANT = '7f3c1f0e-52a4-4d4e-9c39-0c2f4f3f1b7a'

export const aPersonId = () => personIdSchema.parse(newId())

export const anEvent = (change: Partial<AuditEvent> = {}): AuditEvent =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the writer parses it
  ({
    event: 'record.read',
    actor: aPersonId(),
    actorRole: 'doctor',
    subject: aPersonId(),
    object: null,
    details: { part: 'profile' },
    ...change,
  }) as AuditEvent

/** A log in a real database in `folder`. The clock ticks a second with each look. */
export async function aLog(folder: string): Promise<{ db: Database; audit: Audit } & AsyncDisposable> {
  const db = await aDatabase(join(folder, 'visita.db'))
  let now = 1_700_000_000_000
  const audit = await createAudit({ db, tenant: TENANT, clock: () => (now += 1000) })
  return { db, audit, [Symbol.asyncDispose]: () => db.destroy() }
}

export const write = (db: Database, audit: Audit, event: AuditEvent = anEvent()): Promise<void> =>
  db.transaction().execute((tx) => audit.write(tx, event))
