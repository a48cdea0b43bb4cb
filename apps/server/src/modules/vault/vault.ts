import { createHmac, type KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Kysely } from 'kysely'
import type { Clock } from '../../platform/clock.ts'
import { newTenant } from '../../platform/random.ts'
import { isDamage, migrate, openSqlite } from '../../platform/sqlite.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { keyData, Keyring } from './keyring.ts'
import { keyringMigrations, type KeyringTables } from './keyring-tables.ts'
import { unusableKeyring, wrongKey } from './refusals.ts'
import { type Rotated, Rotation } from './rotation.ts'
import { randomDataKey, SealError } from './seal.ts'

const BLIND_INDEX = 'blind-index'
const BLIND_INDEX_DIGITS = 32

/** Everything that protects data at rest, open; whoever opened it closes it. */
export class Vault {
  readonly keyring: Keyring
  /** A random UUID, made once: whose data this is. */
  readonly tenant: string
  readonly #db: Kysely<KeyringTables>
  readonly #rotation: Rotation
  readonly #indexKey: KeyObject

  constructor(deps: {
    db: Kysely<KeyringTables>
    keyring: Keyring
    rotation: Rotation
    tenant: string
    indexKey: KeyObject
  }) {
    this.keyring = deps.keyring
    this.tenant = deps.tenant
    this.#db = deps.db
    this.#rotation = deps.rotation
    this.#indexKey = deps.indexKey
  }

  /**
   * 32 hex digits that are equal for equal values of one column and tell nothing else, to search a sealed
   * column by (control C32). The caller brings values to one form first. Not for columns of few values,
   * such as a sex or a year: there the commonest digits tell the commonest value.
   */
  blindIndex({ table, column }: { table: string; column: string }, value: string): string {
    const hmac = createHmac('sha256', this.#indexKey).update(JSON.stringify([table, column, value]))
    return hmac.digest('hex').slice(0, BLIND_INDEX_DIGITS)
  }

  /**
   * Replaces the key-encryption key, or goes on with that where it was broken off. Throws StartupError where
   * an operator has to make the new one, or a key is damaged.
   */
  rotateKeys(): Promise<Rotated> {
    return this.#rotation.run()
  }

  async close(): Promise<void> {
    await this.#db.destroy()
  }
}

/**
 * Opens the keyring in `file`, making it when the database names no tenant yet (`tenant` null). Throws
 * StartupError, having written nothing, where the keyring is not this database's or its keys do not open.
 */
export async function openVault({
  file,
  tenant,
  keyEncryption,
  clock,
}: {
  file: string
  tenant: string | null
  keyEncryption: KeyEncryption
  clock: Clock
}): Promise<Vault> {
  if (tenant !== null && !existsSync(file)) throw unusableKeyring(file, 'missing')
  const db = openKeyring(file)
  try {
    await migrate(db, keyringMigrations)
    const found = await tenantOf(db)
    if (tenant !== null && tenant !== found) throw unusableKeyring(file, 'not the one of this database')
    const kept = found ?? (await startKeyring(db, keyEncryption, clock))
    const keyring = new Keyring({ db, keyEncryption, tenant: kept, clock })
    // Opening this one shows that the key-encryption key is the right one.
    const { secret } = await keyring.open(BLIND_INDEX)
    const rotation = new Rotation({ db, keyEncryption, tenant: kept })
    return new Vault({ db, keyring, rotation, tenant: kept, indexKey: secret })
  } catch (error) {
    await db.destroy()
    if (isDamage(error)) throw unusableKeyring(file, 'damaged')
    throw error instanceof SealError ? wrongKey(keyEncryption.name) : error
  }
}

function openKeyring(file: string): Kysely<KeyringTables> {
  try {
    return openSqlite(file)
  } catch (error) {
    throw isDamage(error) ? unusableKeyring(file, 'damaged') : error
  }
}

async function tenantOf(db: Kysely<KeyringTables>): Promise<string | null> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'tenant').executeTakeFirst()
  return row?.value ?? null
}

/** In one transaction, so that a keyring that was started at all is whole. */
async function startKeyring(
  db: Kysely<KeyringTables>,
  keyEncryption: KeyEncryption,
  clock: Clock,
): Promise<string> {
  const tenant = newTenant()
  const kek = await keyEncryption.newest()
  const secret = randomDataKey(tenant).secret.export()
  const wrapped = await keyEncryption.wrap(kek, secret, keyData(tenant, BLIND_INDEX, null))
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('settings')
      .values([
        { name: 'tenant', value: tenant },
        { name: 'kek', value: kek },
      ])
      .execute()
    await tx
      .insertInto('keys')
      .values({ id: BLIND_INDEX, parent: null, kek, wrapped, created_at: clock() })
      .execute()
  })
  return tenant
}
