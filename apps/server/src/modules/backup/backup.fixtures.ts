import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openStorage } from '../../storage.ts'
import { Backups, type Made } from './backups.ts'

/** A data folder as a server leaves it: rows, keys, files, a settings file. */
export async function aDataFolder(path: string): Promise<string> {
  const keySource = { kind: 'file', path: join(path, 'visita.key') } as const
  const storage = await openStorage({ dataDir: path, keySource }, Date.now)
  const { db, vault } = storage
  await db.insertInto('settings').values({ name: 'page:clinicName', value: '"Clinic"' }).execute()
  await vault.keyring.create('maria')
  await vault.keyring.create('johanna')
  await storage.close()
  await mkdir(join(path, 'files'))
  await writeFile(join(path, 'files', 'scan-1'), randomBytes(300_000))
  await writeFile(join(path, 'files', 'empty'), '')
  await writeFile(join(path, 'settings.json'), '{"ringSeconds":30}')
  return path
}

export const backupsOf = (
  dataDir: string,
  { now = Date.now, record = async (_made: Made) => {} } = {},
): Backups =>
  new Backups({
    dataDir,
    keyPath: join(dataDir, 'backup.key'),
    settingsPath: join(dataDir, 'settings.json'),
    environment: { PORT: 9000 },
    clock: now,
    record,
  })

/** All that a person could tell apart in a data folder: file contents, rows of both databases. */
export async function contentsOf(dataDir: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const name of await readdir(join(dataDir, 'files')))
    found[name] = (await readFile(join(dataDir, 'files', name))).toString('base64')
  found['settings.json'] = await readFile(join(dataDir, 'settings.json'), 'utf8')
  found['settings'] = rowsOf(join(dataDir, 'visita.db'), 'settings')
  if (existsSync(join(dataDir, 'keyring.db'))) found['keys'] = rowsOf(join(dataDir, 'keyring.db'), 'keys')
  return found
}

function rowsOf(path: string, table: string): string {
  const db = new DatabaseSync(path)
  const rows = db.prepare(`select * from ${table}`).all()
  db.close()
  return JSON.stringify(rows)
}
