import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { adoptKeyringOf } from './migrations/adopt-keyring.ts'
import { OldKeys, openKeyEncryption, openVault, type Vault, wrongKey } from './modules/vault/index.ts'
import type { Config } from './modules/settings/index.ts'
import type { Clock } from './platform/clock.ts'
import { type Database, openDatabase, readSettings } from './platform/database.ts'
import { isDamage } from './platform/sqlite.ts'
import { StartupError } from './platform/startup-error.ts'

export const databaseFileIn = (dataDir: string): string => join(dataDir, 'visita.db')

/** What data is kept in; whoever opens it closes it. */
export interface Storage {
  db: Database
  vault: Vault
  close(): Promise<void>
}

/**
 * Opens keys, keyring and database in this order, each made when this is the first start. Throws
 * StartupError; nothing has been made or changed then where the keys are missing or those of other data.
 */
export async function openStorage(
  { dataDir, keySource }: Pick<Config, 'dataDir' | 'keySource'>,
  clock: Clock,
): Promise<Storage> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const databaseFile = databaseFileIn(dataDir)
  const keyringFile = join(dataDir, 'keyring.db')
  const mayMake = !existsSync(databaseFile) && !existsSync(keyringFile)
  const keyEncryption = await openKeyEncryption(keySource, { mayMake })

  const settings = await readSettings(databaseFile).catch((error: unknown) => refuse(databaseFile, error))
  const tenant = settings.get('tenant') ?? null
  const keyCheck = settings.get('key_check')
  // A database from before the keyring: its key must prove itself before a keyring is made with it.
  if (tenant === null && keyCheck !== undefined && !(await new OldKeys(keyEncryption).recognises(keyCheck)))
    throw wrongKey(keyEncryption.name)

  const vault = await openVault({ file: keyringFile, tenant, keyEncryption, clock })
  try {
    const db = await openDatabase(databaseFile, adoptKeyringOf(vault, keyEncryption))
    return { db, vault, close: () => closeBoth(db, vault) }
  } catch (error) {
    await vault.close()
    return refuse(databaseFile, error)
  }
}

function refuse(databaseFile: string, error: unknown): never {
  if (!isDamage(error)) throw error
  throw new StartupError(
    `The database ${databaseFile} is damaged. Nothing was changed. Restore your backup into an empty folder ` +
      '(docs/OPERATIONS.md says how), and start again with that.',
  )
}

async function closeBoth(db: Database, vault: Vault): Promise<void> {
  await db.destroy()
  await vault.close()
}
