import type { KeyObject } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { StartupError } from '../../platform/startup-error.ts'
import { type Contents, databaseOf, type Manifest } from './manifest.ts'
import { listArchives } from './folder.ts'
import { readArchive, type Sink } from './read-archive.ts'
import { ArchiveError } from './sealed-archive.ts'

export interface Restored {
  data: Manifest
  /** Null where the archive has no keyring beside it. */
  keyring: Manifest | null
}

/**
 * Puts the archive, and the newest keyring that lies beside it, into the folder `into`, which must be empty or
 * missing. It is filled only once everything was read and found unchanged. Throws StartupError.
 */
export async function restore(archive: string, key: KeyObject, into: string): Promise<Restored> {
  const before = await listIfThere(into)
  if (before !== null && before.length > 0)
    throw new StartupError(
      `${into} is not empty. Name a folder that is empty or not there; nothing was changed.`,
    )
  const work = join(into, 'restoring')
  await mkdir(work, { recursive: true, mode: 0o700 })
  try {
    const restored = await unpackAll(archive, key, work)
    await moveUp(work, into)
    return restored
  } catch (error) {
    await rm(work, { recursive: true, force: true })
    if (before === null) await rmdir(into)
    throw error
  }
}

/** Both archives, below `folder`. Throws StartupError. */
export async function unpackAll(archive: string, key: KeyObject, folder: string): Promise<Restored> {
  const data = await unpack(archive, 'data', key, folder)
  const newest = (await listArchives(dirname(archive))).find(({ contents }) => contents === 'keyring')
  if (newest === undefined && !data.needsKeyring) return { data, keyring: null }
  if (newest === undefined)
    throw new StartupError(
      `Beside ${archive} there is no keyring (visita-keyring-….backup), without which nothing in it can be read.`,
    )
  const keyring = await unpack(join(dirname(archive), newest.name), 'keyring', key, folder)
  if (keyring.tenant === data.tenant) return { data, keyring }
  throw new StartupError(`${newest.name} beside ${basename(archive)} belongs to another installation.`)
}

async function unpack(path: string, contents: Contents, key: KeyObject, folder: string): Promise<Manifest> {
  const sink: Sink = async (name, content) => {
    const target = join(folder, name)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await pipeline(content, createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true }))
  }
  return readArchive(path, { key, contents, sink }).catch((error: unknown) => {
    throw inWords(path, error)
  })
}

/** The database last: with it the folder becomes one that a server starts on. */
async function moveUp(work: string, into: string): Promise<void> {
  const database = databaseOf('data')
  const names = (await readdir(work)).filter((name) => name !== database)
  for (const name of [...names, database]) await rename(join(work, name), join(into, name))
  await rmdir(work)
}

async function listIfThere(folder: string): Promise<string[] | null> {
  return readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
}

const FAULTS = {
  foreign: 'is not a backup that this version of Visita can read',
  other_key: 'was made with another backup key; name the right one with VISITA_BACKUP_KEY_FILE',
  damaged: 'is cut, or was changed since it was made',
} as const

function inWords(path: string, error: unknown): unknown {
  if (error instanceof ArchiveError)
    return new StartupError(`${path} ${FAULTS[error.fault]}. Nothing was restored.`, { cause: error })
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') return new StartupError(`There is no archive ${path}.`, { cause: error })
  if (code === 'ENOSPC')
    return new StartupError('There is no space left. Nothing was restored.', { cause: error })
  return error
}
