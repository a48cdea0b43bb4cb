import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import { Audit } from './audit.ts'
import { startChain } from './head.ts'

/** The audit log. Imports no other module. */
export type { Audit } from './audit.ts'

/** `tenant` names this installation. Throws StartupError where the log has lost its head. */
export async function createAudit(deps: { db: Database; tenant: string; clock: Clock }): Promise<Audit> {
  await startChain(deps.db, deps.tenant)
  return new Audit(deps)
}
