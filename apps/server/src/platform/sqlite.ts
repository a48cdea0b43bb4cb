import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteAdapter, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'

/** Statements of variable length, such as long IN lists, would otherwise pile up for ever. */
const CACHED_STATEMENTS = 200

/** Opens an SQLite file, making it when missing unless `readOnly`; its tables are left as they are. */
export function openSqlite<Tables>(file: string, { readOnly = false } = {}): Kysely<Tables> {
  const sqlite = new DatabaseSync(file, { readOnly })
  try {
    if (!readOnly) prepare(sqlite)
  } catch (error) {
    sqlite.close()
    throw error
  }
  return new Kysely<Tables>({ dialect: new Dialect({ database: adapt(sqlite) }) })
}

const CORRUPT = 11
const NOT_A_DATABASE = 26

/** Whether SQLite has found a file to be damaged, or none of its own. */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  // The low byte is the kind; the rest says more of it.
  const kind = error.errcode & 0xff
  return kind === CORRUPT || kind === NOT_A_DATABASE
}

function prepare(sqlite: DatabaseSync): void {
  // FULL, because what was acknowledged to a person must survive a power cut; WAL with NORMAL does not sync.
  sqlite.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma busy_timeout = 5000;
    pragma secure_delete = on;
  `)
}

class Dialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new Adapter()
  }
}

/** SQLite undoes changes of tables with their transaction, which Kysely leaves out of account. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Brings the tables up to date, all of it or, also when killed, nothing; closes the database where that fails, and throws why. */
export async function migrate<Tables>(
  db: Kysely<Tables>,
  migrations: Record<string, Migration>,
): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  await db.destroy()
  throw error
}

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
