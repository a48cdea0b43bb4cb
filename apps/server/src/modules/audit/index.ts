import type { Participant } from '@visita/protocol'
import type { FastifyPluginAsync } from 'fastify'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'
import { Anchors } from './anchors.ts'
import { Audit } from './audit.ts'
import { LogChecks, type LogPlaces } from './check.ts'
import { startChain } from './head.ts'
import { type OpenText, Readers } from './readers.ts'
import { AuditRepository } from './repository.ts'
import { auditRoutes } from './routes.ts'
import { AuditSearch, type NamesOf } from './search.ts'

/** The audit log. Imports no other module. */
export { readAnchors } from './anchor-file.ts'
export { Audit } from './audit.ts'
export { checkLog } from './check.ts'

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

/** The routes that look into the log. Who people are, and how to open what is sealed, is asked of others. */
export function createAuditRoutes(deps: {
  db: Database
  audit: Audit
  namesOf: NamesOf
  staff: () => Promise<Participant[]>
  openText: OpenText
  places: LogPlaces
}): FastifyPluginAsync {
  const repository = new AuditRepository(deps.db)
  const search = new AuditSearch({ ...deps, repository })
  const readers = new Readers({ ...deps, repository })
  const checks = new LogChecks(deps.places)
  return async (app) => {
    await app.register(auditRoutes, { search, readers, checks, staff: deps.staff })
  }
}
