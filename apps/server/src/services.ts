import { type Audit, createAudit } from './modules/audit/index.ts'
import { type Backups, createBackups } from './modules/backup/index.ts'
import { createIdentity, type Identity } from './modules/identity/index.ts'
import { type Config, openSettings, type Settings } from './modules/settings/index.ts'
import { createVisits, type VisitRoutes, type Visits } from './modules/visits/index.ts'
import type { Clock } from './platform/clock.ts'
import type { Logger } from './platform/logger.ts'
import { type OriginCheck, originCheck } from './platform/origins.ts'
import { tenantOf } from './platform/tenant.ts'
import { openStorage } from './storage.ts'

/** All that routes and sockets work with; whoever opens it closes it. */
export interface Services {
  config: Config
  settings: Settings
  clock: Clock
  logger: Logger
  audit: Audit
  backups: Backups
  identity: Identity
  visits: Visits
  visitRoutes: VisitRoutes
  isAllowedOrigin: OriginCheck
  close(): Promise<void>
}

/** Opens storage and modules, each made when this is the first start. Throws StartupError. */
export async function openServices(config: Config, logger: Logger, clock: Clock): Promise<Services> {
  const storage = await openStorage(config, clock)
  const { db, vault } = storage
  const settings = await openSettings(db, config.settled)
  const { auditAnchorFile: anchorFile, auditAnchorUrl: anchorUrl } = config
  const tenant = await tenantOf(db)
  const { audit, anchors } = await createAudit({ db, tenant, clock, logger, anchorFile, anchorUrl })
  const backups = createBackups(config, {
    clock,
    record: (event) => db.transaction().execute((tx) => audit.write(tx, event)),
  })
  const { dataDir, returnMs } = config
  const { visits, routes } = await createVisits({ db, vault, clock, logger, dataDir, returnMs })
  const identity = await createIdentity({ db, vault, visits, clock, secure: config.lan })
  return {
    config,
    settings,
    clock,
    logger,
    audit,
    backups,
    identity,
    visits,
    visitRoutes: routes,
    isAllowedOrigin: originCheck(config),
    async close() {
      await anchors.close()
      await storage.close()
    },
  }
}
