import { existsSync } from 'node:fs'
import type { Kysely, Transaction } from 'kysely'
import type { AdoptKeyring } from '../migrations/adopt-keyring.ts'
import { migrationsWith } from '../migrations/index.ts'
import type { Tables } from '../migrations/tables.ts'
import { migrate, openSqlite } from './sqlite.ts'

export type Database = Kysely<Tables>
/** For what must be one with the change that it belongs to. */
export type Tx = Transaction<Tables>

/** Opens the database file, making it when missing, and brings its tables up to date. */
export async function openDatabase(file: string, adoptKeyring: AdoptKeyring): Promise<Database> {
  const db = openSqlite<Tables>(file)
  await migrate(db, migrationsWith(adoptKeyring))
  return db
}

/** For a look from another process: changes nothing, not even old tables. */
export const openReadOnly = (file: string): Database => openSqlite<Tables>(file, { readOnly: true })

/** The settings in a database of any age, before anything is written to it; none where there is no file. */
export async function readSettings(file: string): Promise<ReadonlyMap<string, string>> {
  if (!existsSync(file)) return new Map()
  const db = openSqlite<Tables>(file)
  try {
    const tables = await db.introspection.getTables()
    if (!tables.some(({ name }) => name === 'settings')) return new Map()
    const rows = await db.selectFrom('settings').selectAll().execute()
    return new Map(rows.map(({ name, value }) => [name, value]))
  } finally {
    await db.destroy()
  }
}
