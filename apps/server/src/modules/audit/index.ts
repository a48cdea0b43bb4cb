import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'
import { Anchors } from './anchors.ts'
import { Audit } from './audit.ts'
import { startChain } from './head.ts'

/** The audit log. Imports no other module. */
export { readAnchors } from './anchor-file.ts'
export { Audit } from './audit.ts'
export { type ChainFault, verifyLog } from './verify.ts'

/**
 * The log of the installation `tenant`, and what writes its head to `anchorFile` and, where there is one, to
 * the second host at `anchorUrl`. Throws StartupError where the log has lost its head or the file cannot be
 * written.
 */
export async function createAudit(deps: {
  db: Database
  tenant: string
  clock: Clock
  logger: Logger
  anchorFile: string
  anchorUrl: string | null
}): Promise<{ audit: Audit; anchors: Anchors }> {
  await startChain(deps.db, deps.tenant)
  const anchors = await Anchors.open({ ...deps, file: deps.anchorFile, url: deps.anchorUrl })
  return { audit: new Audit(deps), anchors }
}
