import { createHash } from 'node:crypto'
import { backup, DatabaseSync, type SQLOutputValue } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import type { TableDigest } from './manifest.ts'

/** Pages of 4 KiB copied at once, on another thread. */
const RATE = 500
/** Bytes, as JSON or in blobs, after which others have their turn. */
const BREATH = 64 * 1024

/**
 * Copies a database as it is at this moment while others go on writing to it. Their changes would make
 * SQLite begin again each time, for ever on a busy server, if the copying connection did not hold its own view.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from)
  try {
    source.exec('pragma busy_timeout = 5000; begin; select 1 from sqlite_master limit 1')
    await backup(source, to, { rate: RATE })
  } finally {
    source.close()
  }
}

/** What is told of a copy: the number of rows of each table, and a hash over all that they hold. */
export async function digestTables(path: string): Promise<Record<string, TableDigest>> {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    const tables: Record<string, TableDigest> = {}
    for (const name of tablesOf(db)) tables[name] = await digestTable(db, name)
    return tables
  } finally {
    db.close()
  }
}

/** Whether SQLite itself finds the pages and indexes of the file in order. */
export function isSound(path: string): boolean {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    const { integrity_check: verdict } = db.prepare('pragma integrity_check').get() ?? {}
    return verdict === 'ok'
  } catch {
    return false
  } finally {
    db.close()
  }
}

/** The installation that a database belongs to; null for one that has no name yet. */
export function tenantIn(path: string): string | null {
  const db = new DatabaseSync(path, { readOnly: true })
  try {
    const row = db.prepare(`select value from settings where name = 'tenant'`).get()
    return typeof row?.['value'] === 'string' ? row['value'] : null
  } finally {
    db.close()
  }
}

function tablesOf(db: DatabaseSync): string[] {
  const rows = db
    .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\'`)
    .all()
  return rows.map(({ name }) => String(name)).toSorted()
}

async function digestTable(db: DatabaseSync, table: string): Promise<TableDigest> {
  const hash = createHash('sha256')
  let rows = 0
  let breath = 0
  const statement = db.prepare(`select * from "${table.replaceAll('"', '""')}" order by rowid`)
  statement.setReadBigInts(true)
  hash.update(`${JSON.stringify(statement.columns().map(({ name }) => name))}\n`)
  for (const row of statement.iterate()) {
    const values = Object.values(row)
    const line = `${JSON.stringify(values.map(digestible))}\n`
    hash.update(line)
    rows += 1
    breath += line.length + values.reduce<number>((sum, value) => sum + blobBytes(value), 0)
    if (breath < BREATH) continue
    breath = 0
    await setImmediate()
  }
  return { rows, sha256: hash.digest('hex') }
}

const blobBytes = (value: SQLOutputValue): number => (value instanceof Uint8Array ? value.length : 0)

/** Values of different kinds must not read the same. */
function digestible(value: SQLOutputValue): unknown {
  if (typeof value === 'bigint') return { integer: String(value) }
  if (value instanceof Uint8Array) return { blob: createHash('sha256').update(value).digest('hex') }
  return value
}
