import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Audit, createAudit } from './modules/audit/index.ts'
import { createIdentity, type Identity } from './modules/identity/index.ts'
import { type Config, openSettings, type Settings } from './modules/settings/index.ts'
import { createVisits, type VisitRoutes, type Visits } from './modules/visits/index.ts'
import { readKeyFile, Vault } from './modules/vault/index.ts'
import type { Clock } from './platform/clock.ts'
import { type Database, openDatabase } from './platform/database.ts'
import type { Logger } from './platform/logger.ts'
import { type OriginCheck, originCheck } from './platform/origins.ts'
import { StartupError } from './platform/startup-error.ts'
import { tenantOf } from './platform/tenant.ts'

/** All that routes and sockets work with; whoever opens it closes it. */
export interface Services {
  config: Config
  settings: Settings
  clock: Clock
  logger: Logger
  audit: Audit
  identity: Identity
  visits: Visits
  visitRoutes: VisitRoutes
  isAllowedOrigin: OriginCheck
  close(): Promise<void>
}

/** Opens key, database and modules, each made when this is the first start. Throws StartupError. */
export async function openServices(config: Config, logger: Logger, clock: Clock): Promise<Services> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const { db, vault } = await openVaultAndDatabase(config.dataDir)
  const settings = await openSettings(db, config.settled)
  const audit = await createAudit({ db, tenant: await tenantOf(db), clock })
  const { dataDir, returnMs } = config
  const { visits, routes } = await createVisits({ db, vault, clock, logger, dataDir, returnMs })
  const identity = await createIdentity({ db, vault, visits, clock, secure: config.lan })
  return {
    config,
    settings,
    clock,
    logger,
    audit,
    identity,
    visits,
    visitRoutes: routes,
    isAllowedOrigin: originCheck(config),
    close: () => db.destroy(),
  }
}

async function openVaultAndDatabase(dataDir: string): Promise<{ db: Database; vault: Vault }> {
  const keyPath = join(dataDir, 'visita.key')
  const databasePath = join(dataDir, 'visita.db')
  const keyFile = await readKeyFile(keyPath, !existsSync(databasePath))
  if (keyFile.state === 'missing' || keyFile.state === 'damaged') throw lostKey(keyPath, keyFile.state)
  const db = await openDatabase(databasePath)
  const vault = new Vault(keyFile.key)
  if (await isKeyOf(db, vault)) return { db, vault }
  await db.destroy()
  throw lostKey(keyPath, 'not the one this database was made with')
}

/** A database without a key check holds nothing sealed yet: the check is written before anything else. */
async function isKeyOf(db: Database, vault: Vault): Promise<boolean> {
  const kept = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'key_check')
    .executeTakeFirst()
  if (kept !== undefined) return vault.recognises(kept.value)
  await db.insertInto('settings').values({ name: 'key_check', value: vault.keyCheck() }).execute()
  return true
}

const lostKey = (path: string, problem: string): StartupError =>
  new StartupError(
    `The key file ${path} is ${problem}. Without it the stored visits cannot be read. ` +
      'Put the right key file back from your backup and start again.',
  )
