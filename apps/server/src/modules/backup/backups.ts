import type { KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditEvent } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import { StartupError } from '../../platform/startup-error.ts'
import { readBackupKey } from './backup-key.ts'
import { copyDatabase, digestTables, tenantIn } from './database-copy.ts'
import { archiveName, listArchives, outdated, PARTIAL, type Retention } from './folder.ts'
import { databaseOf, FOLDERS, type Manifest } from './manifest.ts'
import { type Source, writeArchive } from './write-archive.ts'

/** Begins the names of folders for copies under way. */
const COPY = 'backup-'
/** What is still under way after so long was left behind by a process that was ended. */
const LEFT_MS = 24 * 60 * 60 * 1000

/** Who asked for a backup, where it was not a timer. */
type Asker = Pick<AuditEvent, 'actor' | 'actorRole'>

/** What was put into an archive of the data. */
export interface Made {
  path: string
  files: number
  bytes: number
}

/** One backup on its way: the database as it was at `madeAt`, and where the archives go. */
interface UnderWay {
  folder: string
  work: string
  key: KeyObject
  madeAt: number
  copy: string
  signal: AbortSignal | undefined
}

/** Makes archives of everything that is kept, while others go on writing to it. */
export class Backups {
  readonly #dataDir: string
  readonly #keyPath: string
  readonly #settingsPath: string
  readonly #environment: Readonly<Record<string, unknown>>
  readonly #clock: Clock
  readonly #record: (made: Made, by: Asker | undefined) => Promise<void>
  #last: Promise<unknown> = Promise.resolve()

  constructor(deps: {
    dataDir: string
    keyPath: string
    /** Where the settings file is, whether there is one or not. */
    settingsPath: string
    /** Settings from the environment, which whoever restores the archive is told of. */
    environment: Readonly<Record<string, unknown>>
    clock: Clock
    /** Puts into the audit log that it was made. */
    record: (made: Made, by: Asker | undefined) => Promise<void>
  }) {
    this.#dataDir = deps.dataDir
    this.#keyPath = deps.keyPath
    this.#settingsPath = deps.settingsPath
    this.#environment = deps.environment
    this.#clock = deps.clock
    this.#record = deps.record
  }

  /**
   * Puts an archive of the data into `folder`, made when missing, and one of the keyring, of which it is the
   * only one then. Throws StartupError, or an AbortError through `signal`; nothing half-made stays.
   */
  make(folder: string, signal?: AbortSignal, by?: Asker): Promise<Made> {
    return this.#alone(() => this.#make(folder, signal, by))
  }

  /**
   * Puts the keyring as it is now in the place of every older one in `folder`: after a key was destroyed no
   * copy there may have it any more. Returns false where no backup was made yet. Throws as `make`.
   */
  renewKeyring(folder: string): Promise<boolean> {
    return this.#alone(async () => {
      if ((await listArchives(folder)).length === 0) return false
      const key = await readBackupKey(this.#keyPath, { mayMake: false })
      const work = await mkdtemp(join(this.#dataDir, COPY))
      try {
        return await this.#makeKeyring({ folder, work, key, signal: undefined })
      } finally {
        await rm(work, { recursive: true, force: true })
      }
    })
  }

  /** One after the other: one that began before a key was destroyed must not put it back. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => undefined)
    return done
  }

  async #make(folder: string, signal: AbortSignal | undefined, by: Asker | undefined): Promise<Made> {
    const database = join(this.#dataDir, databaseOf('data'))
    if (!existsSync(database)) throw new StartupError(`There is nothing to back up in ${this.#dataDir}.`)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const isFirst = (await listArchives(folder)).length === 0
    const key = await readBackupKey(this.#keyPath, { mayMake: isFirst })
    await this.#removeLeft(this.#dataDir, (name) => name.startsWith(COPY))
    await this.#removeLeft(folder, (name) => name.endsWith(PARTIAL))
    const work = await mkdtemp(join(this.#dataDir, COPY))
    try {
      const madeAt = this.#clock()
      const copy = join(work, databaseOf('data'))
      await copyDatabase(database, copy)
      const underWay = { folder, work, key, madeAt, copy, signal }
      // Copied after the data, so that it has the keys of all of them; put away before them.
      const needsKeyring = await this.#makeKeyring(underWay)
      const made = await this.#makeData(underWay, needsKeyring)
      await this.#record(made, by)
      return made
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }

  /** Removes the backups that `retention` does not keep. */
  async prune(folder: string, retention: Retention): Promise<void> {
    for (const { name } of outdated(await listArchives(folder), this.#clock(), retention))
      await rm(join(folder, name), { force: true })
  }

  async #makeData(underWay: UnderWay, needsKeyring: boolean): Promise<Made> {
    const { folder, key, madeAt, copy, signal } = underWay
    const tenant = tenantIn(copy)
    signal?.throwIfAborted()
    const path = join(folder, archiveName('data', madeAt))
    const environment = this.#environment
    const tables = await digestTables(copy)
    const about = { format: 1, contents: 'data', madeAt, tenant, needsKeyring, tables, environment } as const
    const { parts } = await writeArchive(path, { key, sources: this.#sourcesOf(copy), about }, signal)
    return { path, files: parts.length, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) }
  }

  /**
   * All keyrings but this one are removed: an older one would still have the keys of those who were erased
   * since, and any backup of the data opens with the newest. Returns whether there is a keyring at all.
   */
  async #makeKeyring({ folder, work, key, signal }: Omit<UnderWay, 'madeAt' | 'copy'>): Promise<boolean> {
    const name = databaseOf('keyring')
    if (!existsSync(join(this.#dataDir, name))) return false
    const madeAt = this.#clock()
    const copy = join(work, name)
    await copyDatabase(join(this.#dataDir, name), copy)
    const tables = await digestTables(copy)
    const kind = { format: 1, contents: 'keyring', needsKeyring: false, environment: {} } as const
    const about: Omit<Manifest, 'parts'> = { ...kind, madeAt, tenant: tenantIn(copy), tables }
    const newest = archiveName('keyring', madeAt)
    await writeArchive(join(folder, newest), { key, sources: [{ name, path: copy }], about }, signal)
    for (const archive of await listArchives(folder))
      if (archive.contents === 'keyring' && archive.name !== newest)
        await rm(join(folder, archive.name), { force: true })
    return true
  }

  /** Files come after the database was copied: each that it names is there, unless it was removed since. */
  async *#sourcesOf(databaseCopy: string): AsyncGenerator<Source> {
    yield { name: databaseOf('data'), path: databaseCopy }
    yield { name: 'settings.json', path: this.#settingsPath }
    for (const folder of FOLDERS) {
      const files = join(this.#dataDir, folder)
      for (const name of existsSync(files) ? await readdir(files) : [])
        yield { name: `${folder}/${name}`, path: join(files, name) }
    }
  }

  async #removeLeft(folder: string, isOurs: (name: string) => boolean): Promise<void> {
    for (const name of (await readdir(folder)).filter(isOurs)) {
      const path = join(folder, name)
      const { mtimeMs } = await stat(path)
      if (this.#clock() - mtimeMs > LEFT_MS) await rm(path, { recursive: true, force: true })
    }
  }
}
