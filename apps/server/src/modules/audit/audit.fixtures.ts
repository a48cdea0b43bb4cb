import { join } from 'node:path'
import { type AuditEvent, personIdSchema } from '@visita/protocol'
import type { Database } from '../../platform/database.ts'
import { createLogger } from '../../platform/logger.ts'
import { newId } from '../../platform/random.ts'
import { aDatabase } from '../../testing/database.ts'
import type { Anchors } from './anchors.ts'
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

/** A log in a real database in `folder`, anchored in `anchors.jsonl` there. Its clock ticks a second a look. */
export async function aLog(
  folder: string,
): Promise<{ db: Database; audit: Audit; anchors: Anchors; anchorFile: string } & AsyncDisposable> {
  const db = await aDatabase(join(folder, 'visita.db'))
  const anchorFile = join(folder, 'anchors.jsonl')
  let now = 1_700_000_000_000
  const { audit, anchors } = await createAudit({
    db,
    tenant: TENANT,
    clock: () => (now += 1000),
    logger: createLogger('silent', process.stdout),
    anchorFile,
    anchorUrl: null,
  })
  return {
    db,
    audit,
    anchors,
    anchorFile,
    async [Symbol.asyncDispose]() {
      await anchors.close()
      await db.destroy()
    },
  }
}

/** Writes so many events, all in one transaction. */
export const write = (db: Database, audit: Audit, count = 1): Promise<void> =>
  db.transaction().execute(async (tx) => {
    for (let event = 0; event < count; event += 1) await audit.write(tx, anEvent())
  })
