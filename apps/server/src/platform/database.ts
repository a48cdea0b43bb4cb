import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from '../migrations/index.ts'
import type { Tables } from '../migrations/tables.ts'

export type Database = Kysely<Tables>

/** Statements of variable length, such as long IN lists, would otherwise pile up for ever. */
const CACHED_STATEMENTS = 200

/** Opens the database file, making it when missing, and brings its tables up to date. */
export async function openDatabase(file: string): Promise<Database> {
  const sqlite = new DatabaseSync(file)
  // FULL, because what was acknowledged to a person must survive a power cut; WAL with NORMAL does not sync.
  sqlite.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma busy_timeout = 5000;
    pragma secure_delete = on;
  `)
  const db = kyselyOf(sqlite)
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  }).migrateToLatest()
  if (error === undefined) return db
  await db.destroy()
  throw error
}

/** For a look from another process: changes nothing, not even old tables. */
export const openReadOnly = (file: string): Database => kyselyOf(new DatabaseSync(file, { readOnly: true }))

const kyselyOf = (sqlite: DatabaseSync): Database =>
  new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(sqlite) }) })

/** Kysely's SQLite dialect is written for better-sqlite3; this is the part of it that Kysely calls. */
function adapt(sqlite: DatabaseSync): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>()
  return {
    prepare(sql) {
      const statement = cache.get(sql) ?? adaptStatement(sqlite.prepare(sql))
      // Deleting first moves it to the young end, so that the oldest entry is the least recently used.
      cache.delete(sql)
      cache.set(sql, statement)
      const oldest = cache.keys().next()
      if (cache.size > CACHED_STATEMENTS && oldest.done !== true) cache.delete(oldest.value)
      return statement
    },
    close() {
      cache.clear()
      sqlite.close()
    },
  }
}

function adaptStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(bindable)),
    run: (parameters) => statement.run(...parameters.map(bindable)),
    iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
  }
}

function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint' || value instanceof Uint8Array) return value
  throw new TypeError(`a ${typeof value} cannot be stored`)
}
