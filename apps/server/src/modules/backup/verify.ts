import { createHash, type KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isDeepStrictEqual } from 'node:util'
import { StartupError } from '../../platform/startup-error.ts'
import { digestTables, isSound } from './database-copy.ts'
import { databaseOf, type Manifest } from './manifest.ts'
import { type Restored, unpackAll } from './restore.ts'

/**
 * Restores the archive into a place of its own beside it, and compares every file and every row with what was
 * noted when they were backed up. Throws StartupError with the first difference.
 */
export async function verify(archive: string, key: KeyObject): Promise<Restored> {
  const place = await mkdtemp(`${archive}.verifying-`)
  try {
    const restored = await unpackAll(archive, key, place)
    await compare(place, restored.data)
    if (restored.keyring !== null) await compare(place, restored.keyring)
    return restored
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

async function compare(folder: string, { contents, parts, tables }: Manifest): Promise<void> {
  for (const { name, bytes, sha256 } of parts) {
    const path = join(folder, name)
    const same = (await stat(path)).size === bytes && (await hashOfFile(path)) === sha256
    if (!same) throw new StartupError(`${name} is restored with other contents than it was backed up with.`)
  }
  const database = join(folder, databaseOf(contents))
  if (!isSound(database)) throw new StartupError(`SQLite finds the restored ${databaseOf(contents)} damaged.`)
  const restored = await digestTables(database)
  for (const name of new Set([...Object.keys(tables), ...Object.keys(restored)]))
    if (!isDeepStrictEqual(tables[name], restored[name]))
      throw new StartupError(`The table ${name} is restored with other rows than it was backed up with.`)
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), hash)
  return hash.digest('hex')
}
