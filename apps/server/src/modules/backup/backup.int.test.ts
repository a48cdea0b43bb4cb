import { copyFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aFolder } from '../../testing/server.ts'
import { aDataFolder, backupsOf, contentsOf } from './backup.fixtures.ts'
import { readBackupKey, restore, type Restored, verify } from './index.ts'
import { writeArchive } from './write-archive.ts'

const HOUR = 60 * 60 * 1000

let folder: Awaited<ReturnType<typeof aFolder>>
let dataDir: string
let to: string
let into: string
beforeEach(async () => {
  folder = await aFolder()
  dataDir = await aDataFolder(join(folder.path, 'data'))
  to = join(folder.path, 'backups')
  into = join(folder.path, 'restored')
})
afterEach(() => folder[Symbol.asyncDispose]())

const make = async (): Promise<string> => (await backupsOf(dataDir).make(to)).path
const key = () => readBackupKey(join(dataDir, 'backup.key'), { mayMake: false })
const restoreIt = async (archive: string): Promise<Restored> => restore(archive, await key(), into)
const keyrings = async (): Promise<string[]> => (await readdir(to)).filter((name) => name.includes('keyring'))

describe('[B16] a backup', () => {
  test('brings back rows, files, settings and the keyring, and no key that opens them', async () => {
    const before = await contentsOf(dataDir)
    const { data } = await restoreIt(await make())
    expect(await contentsOf(into)).toEqual(before)
    expect((await readdir(into)).toSorted()).toEqual(['files', 'keyring.db', 'settings.json', 'visita.db'])
    expect(data).toMatchObject({ environment: { PORT: 9000 }, needsKeyring: true })
  })

  test('is for its owner alone, and leaves nothing beside it', async () => {
    const files = await readdir(dataDir)
    const path = await make()
    expect((await readdir(dataDir)).toSorted()).toEqual([...files, 'backup.key'].toSorted())
    expect(await readdir(to)).toHaveLength(2)
    for (const file of [path, join(dataDir, 'backup.key')])
      expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('is one moment of a database that is written to without a pause', { timeout: 30_000 }, async () => {
    const writer = new DatabaseSync(join(dataDir, 'visita.db'))
    // Waiting for the disk would leave pauses.
    writer.exec('pragma synchronous = off')
    writer.exec(
      'create table first (n integer); create table filling (bytes blob); create table last (n integer)',
    )
    writer.exec('insert into first values (0); insert into last values (0)')
    writer.exec(`insert into filling with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
      select zeroblob(4000) from n`)
    let writing = true
    const write = (): void => {
      if (!writing) return
      writer.exec('begin; update first set n = n + 1; update last set n = n + 1; commit')
      setImmediate(write)
    }
    write()
    const path = await make()
    writing = false
    writer.close()
    await restoreIt(path)
    const copy = new DatabaseSync(join(into, 'visita.db'))
    const { first, last } =
      copy.prepare('select first.n as first, last.n as last from first, last').get() ?? {}
    copy.close()
    expect(first).toBe(last)
    expect(first).toBeGreaterThan(0)
  })

  test('keeps only the newest keyring, which opens older data too', async () => {
    const first = await backupsOf(dataDir, { now: () => Date.now() - HOUR }).make(to)
    const keys = new DatabaseSync(join(dataDir, 'keyring.db'))
    keys.exec(`delete from keys where id = 'maria'`)
    keys.close()
    await make()
    expect(await keyrings()).toHaveLength(1)
    await restoreIt(first.path)
    expect((await contentsOf(into))['keys']).not.toContain('maria')
  })

  test('keeps the newest keyring when the clock was put back', async () => {
    await make()
    await backupsOf(dataDir, { now: () => Date.now() - HOUR }).make(to)
    const [kept, ...others] = await keyrings()
    expect(others).toEqual([])
    const hourAgo = new Date(Date.now() - HOUR).toISOString().slice(0, 13).replaceAll('-', '')
    expect(kept).toContain(hourAgo)
  })

  test('goes without what is not there: no settings file, no keyring', async () => {
    await rm(join(dataDir, 'settings.json'))
    await rm(join(dataDir, 'keyring.db'))
    const { keyring } = await restoreIt(await make())
    expect(keyring).toBeNull()
    expect((await readdir(into)).toSorted()).toEqual(['files', 'visita.db'])
  })

  test('makes no key beside older archives, which it could not open', async () => {
    const path = await make()
    await rm(join(dataDir, 'backup.key'))
    await expect(make()).rejects.toThrow(/backup key .* is missing/)
    expect(await readdir(to)).toContain(basename(path))
  })

  test('that is broken off leaves no archive and no copy', async () => {
    const stopping = new AbortController()
    stopping.abort()
    await expect(backupsOf(dataDir).make(to, stopping.signal)).rejects.toThrow('aborted')
    expect(await readdir(to)).toEqual([])
    expect((await readdir(dataDir)).filter((name) => name.startsWith('backup-'))).toEqual([])
  })
})

describe('[B16] verifying', () => {
  test('finds an archive in order, and leaves nothing beside it', async () => {
    const path = await make()
    const before = await readdir(to)
    const { data } = await verify(path, await key())
    expect(data.tables['settings']).toMatchObject({ rows: 2 })
    expect(await readdir(to)).toEqual(before)
  })

  test.each([
    ['other rows', { rows: 99, sha256: '0'.repeat(64) }, 'The table settings is restored with other rows'],
    ['rows that nothing is known of', undefined, 'The table settings is restored with other rows'],
  ])('notices %s', async (_what, digest, sentence) => {
    const path = await make()
    const unpacked = join(folder.path, 'unpacked')
    const { data } = await restore(path, await key(), unpacked)
    const { settings: _settings, ...tables } = data.tables
    const about = { ...data, tables: digest === undefined ? tables : { ...tables, settings: digest } }
    await rm(path)
    const sources = [{ name: 'visita.db', path: join(unpacked, 'visita.db') }]
    await writeArchive(path, { key: await key(), sources, about }, undefined)
    await expect(verify(path, await key())).rejects.toThrow(sentence)
  })

  test('refuses what restoring refuses', async () => {
    const path = await make()
    const bytes = await readFile(path)
    await writeFile(path, bytes.subarray(0, -1))
    await expect(verify(path, await key())).rejects.toThrow('is cut, or was changed')
  })
})

async function expectRefused(archive: string): Promise<void> {
  await expect(restoreIt(archive)).rejects.toThrow(/is cut, or was changed|not a backup|another backup key/)
  await expect(readdir(into)).rejects.toThrow('ENOENT')
}

describe('[B16] restoring', () => {
  test('with another key is refused in a sentence, and writes nothing', async () => {
    const path = await make()
    await writeFile(join(dataDir, 'backup.key'), Buffer.alloc(32, 7))
    await expect(restoreIt(path)).rejects.toThrow('was made with another backup key')
    await expectRefused(path)
  })

  test('of an archive with any byte changed is refused, and nothing stays', { timeout: 60_000 }, async () => {
    const path = await make()
    const bytes = await readFile(path)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (index, change) => {
        const changed = Buffer.from(bytes)
        changed[index] = (changed[index] ?? 0) ^ change
        await writeFile(path, changed)
        await expectRefused(path)
      }),
      { numRuns: 60 },
    )
  })

  test('of an archive that is cut is refused, and nothing stays', { timeout: 60_000 }, async () => {
    const path = await make()
    const bytes = await readFile(path)
    for (const kept of [0, 55, 56, 1_000, 65_592, Math.floor(bytes.length / 2), bytes.length - 1]) {
      await writeFile(path, bytes.subarray(0, kept))
      await expectRefused(path)
    }
  })

  test('with a changed keyring is refused as well', async () => {
    const path = await make()
    const [name = ''] = await keyrings()
    const bytes = await readFile(join(to, name))
    await writeFile(join(to, name), bytes.subarray(0, -1))
    await expectRefused(path)
  })

  test('without the keyring, or with that of another clinic, is refused', async () => {
    const path = await make()
    const [name = ''] = await keyrings()
    await rm(join(to, name))
    await expect(restoreIt(path)).rejects.toThrow('there is no keyring')

    const other = await aDataFolder(join(folder.path, 'other'))
    await copyFile(join(dataDir, 'backup.key'), join(other, 'backup.key'))
    await backupsOf(other).make(join(folder.path, 'others'))
    const found = await readdir(join(folder.path, 'others'))
    const foreign = found.find((file) => file.includes('keyring')) ?? ''
    await copyFile(join(folder.path, 'others', foreign), join(to, foreign))
    await expect(restoreIt(path)).rejects.toThrow('belongs to another installation')
    await expect(readdir(into)).rejects.toThrow('ENOENT')
  })

  test('of an archive that would write elsewhere is refused', async () => {
    const path = await make()
    const { data } = await restore(path, await key(), join(folder.path, 'unpacked'))
    for (const name of ['../evil', 'files/../../evil', '/tmp/evil', 'visita.key', 'files/a/b']) {
      await rm(path)
      const sources = [{ name, path: join(dataDir, 'visita.key') }]
      await writeArchive(path, { key: await key(), sources, about: data }, undefined)
      await expectRefused(path)
    }
  })

  test('takes no keyring for the data', async () => {
    await make()
    const [name = ''] = await keyrings()
    await expectRefused(join(to, name))
  })

  test('into a folder with anything in it is refused, and nothing of it is touched', async () => {
    const path = await make()
    await writeFile(join(dataDir, 'files', 'later'), 'kept')
    const before = await contentsOf(dataDir)
    await expect(restore(path, await key(), dataDir)).rejects.toThrow('is not empty')
    expect(await contentsOf(dataDir)).toEqual(before)
  })

  test('of what is not there says so', async () => {
    await make()
    await expect(restoreIt(join(to, 'nothing'))).rejects.toThrow('There is no archive')
  })
})
