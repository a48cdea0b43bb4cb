import type { Kysely } from 'kysely'
import { type KeyEncryption, OldKeys, SealError, type Vault } from '../modules/vault/index.ts'
import { StartupError } from '../platform/startup-error.ts'

/** The tables as they were until the keyring; '' as a wrapped key says that it has moved. */
interface OldTables {
  settings: { name: string; value: string }
  people: { id: string; wrapped_key: string }
  visits: { id: string; wrapped_key: string }
}

/** Ties a database to its keyring, and moves the keys there that it still has itself. */
export type AdoptKeyring = (db: Kysely<OldTables>) => Promise<void>

const BATCH = 200

/** Killed at any point it can be repeated: a key leaves its row only once it is in the keyring. */
export const adoptKeyringOf =
  (vault: Vault, keyEncryption: KeyEncryption): AdoptKeyring =>
  async (db) => {
    // Before the first key is in the keyring alone: from then on a missing keyring is noticed.
    await db.deleteFrom('settings').where('name', '=', 'tenant').execute()
    await db.insertInto('settings').values({ name: 'tenant', value: vault.tenant }).execute()
    const oldKeys = new OldKeys(keyEncryption)
    for (const table of ['people', 'visits'] as const) {
      while (await moveSome(db, table, vault, oldKeys));
    }
    await db.deleteFrom('settings').where('name', '=', 'key_check').execute()
  }

/** Returns whether there were any. */
async function moveSome(
  db: Kysely<OldTables>,
  table: 'people' | 'visits',
  { keyring, tenant }: Vault,
  oldKeys: OldKeys,
): Promise<boolean> {
  const rows = await db
    .selectFrom(table)
    .select(['id', 'wrapped_key'])
    .where('wrapped_key', '!=', '')
    .limit(BATCH)
    .execute()
  const keys = await Promise.all(
    rows.map(async ({ id, wrapped_key }) => {
      const key = await oldKeys.open(tenant, wrapped_key, { table, row: id, column: 'wrapped_key' })
      return { id, key }
    }),
  ).catch((error: unknown) => {
    throw error instanceof SealError ? damaged(table) : error
  })
  await keyring.adopt(keys)
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0) await db.updateTable(table).set({ wrapped_key: '' }).where('id', 'in', ids).execute()
  return ids.length > 0
}

const damaged = (table: string): StartupError =>
  new StartupError(
    `A key in the table "${table}" of the database is damaged, so that it cannot be brought up to date. ` +
      'Put the database back from your backup and start again.',
  )
