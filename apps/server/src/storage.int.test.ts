import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { visitRecordSchema } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { open as unseal } from './modules/vault/index.ts'
import { openSqlite } from './platform/sqlite.ts'
import { StartupError } from './platform/startup-error.ts'
import { tenantOf } from './platform/tenant.ts'
import { openStorage, type Storage } from './storage.ts'
import { type OldData, writeOldData } from './testing/old-data.ts'
import type { OldTables } from './testing/old-tables.ts'
import { aFolder, aServer, browserFetch } from './testing/server.ts'

/** Other moments in each run, so that many runs try many. */
const KILLS = 6

let folder: Awaited<ReturnType<typeof aFolder>>
let dataDir: string
let keyFile: string

beforeEach(async () => {
  folder = await aFolder()
  dataDir = join(folder.path, 'data')
  keyFile = join(dataDir, 'visita.key')
})
afterEach(() => folder[Symbol.asyncDispose]())

const open = (): Promise<Storage> =>
  openStorage({ dataDir, keySource: { kind: 'file', path: keyFile } }, () => 0)

async function contents(): Promise<Record<string, string>> {
  const names = await readdir(dataDir, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const hashes = files.map(async (path): Promise<[string, string]> => [
    path,
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  ])
  return Object.fromEntries(await Promise.all(hashes))
}

async function expectRefusal(why: RegExp): Promise<void> {
  const before = await contents()
  const refused = await open().catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(StartupError)
  expect(String(refused)).toMatch(why)
  expect(await contents()).toEqual(before)
}

/** In a process of its own, killed after so many milliseconds of its work; returns how long that took. */
async function startOnce(killAfter?: number): Promise<{ duration: number }> {
  const program = fileURLToPath(new URL('./testing/opening-process.ts', import.meta.url))
  const child = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  const begun = performance.now()
  if (killAfter !== undefined) await Promise.race([setTimeout(killAfter), ended])
  if (killAfter !== undefined) child.kill('SIGKILL')
  await ended
  return { duration: performance.now() - begun }
}

describe('the first start', () => {
  test('makes a folder, keys, a keyring and a database, the keys for their owner alone', async () => {
    await (await open()).close()
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
    expect((await readdir(dataDir)).toSorted()).toEqual(['keyring.db', 'visita.db', 'visita.key'])
  })

  test('killed at any moment is finished by the next', { timeout: 120_000 }, async () => {
    const { duration } = await startOnce()
    for (let kill = 0; kill < KILLS; kill += 1) {
      await rm(dataDir, { recursive: true, force: true })
      await startOnce(Math.random() * duration)
      const storage = await open()
      expect(await tenantOf(storage.db)).toBe(storage.vault.tenant)
      await storage.close()
    }
  })

  test('takes a key that is already there', async () => {
    await mkdir(dataDir)
    await writeFile(keyFile, Buffer.alloc(32, 7))
    await (await open()).close()
    expect(await readFile(keyFile)).toEqual(Buffer.alloc(32, 7))
  })

  test('takes up a keyring whose database was not made any more', async () => {
    const first = await open()
    await first.close()
    await rm(join(dataDir, 'visita.db'))
    const second = await open()
    expect(second.vault.tenant).toBe(first.vault.tenant)
    await second.close()
  })
})

describe('[B12] data with a keyring', () => {
  beforeEach(async () => {
    const storage = await open()
    await storage.vault.keyring.create('a')
    await storage.close()
  })

  test('opens again, for the same tenant and with the same keys', async () => {
    const first = await open()
    const key = await first.vault.keyring.open('a')
    await first.close()
    const second = await open()
    expect((await second.vault.keyring.open('a')).secret.equals(key.secret)).toBe(true)
    expect(second.vault.tenant).toBe(first.vault.tenant)
    await second.close()
  })

  test('is refused and left as it is without the key', async () => {
    await rm(keyFile)
    await expectRefusal(/visita\.key is missing\..*backup/)
  })

  test('is refused and left as it is with another key', async () => {
    await writeFile(keyFile, Buffer.alloc(32, 7))
    await expectRefusal(/key file .*visita\.key is not the one this database was made with/)
  })

  test('is refused and left as it is with a damaged key', async () => {
    await writeFile(keyFile, (await readFile(keyFile, 'utf8')).replace(/.=\n$/, '=\n'))
    await expectRefusal(/is damaged/)
  })

  test('is refused and left as it is without the keyring', async () => {
    await rm(join(dataDir, 'keyring.db'))
    await expectRefusal(/keyring\.db is missing\..*backup/)
  })

  test.each(['keyring.db', 'visita.db'])(
    'is refused and left as it is with a %s that is damaged, cut short or something else',
    async (name) => {
      const file = join(dataDir, name)
      const whole = await readFile(file)
      const middle = Buffer.from(whole).fill(7, 100, whole.length - 100)
      const [cut, other] = [whole.subarray(0, 5_000), Buffer.from('Dear diary, '.repeat(1_000))]
      for (const content of [middle, cut, other]) {
        await writeFile(file, content)
        await expectRefusal(new RegExp(`${name} is damaged\\..*backup`))
      }
    },
  )

  test('is refused with an empty keyring, and none is begun', async () => {
    await writeFile(join(dataDir, 'keyring.db'), '')
    await expect(open()).rejects.toThrow(/keyring\.db is not the one of this database/)
    await expect(open()).rejects.toThrow(/keyring\.db is not the one of this database/)
  })

  test('is refused and left as it is with the keyring of other data under the same key', async () => {
    await rename(join(dataDir, 'keyring.db'), join(folder.path, 'keyring.db'))
    await rename(join(dataDir, 'visita.db'), join(folder.path, 'visita.db'))
    await (await open()).close()
    await rename(join(folder.path, 'visita.db'), join(dataDir, 'visita.db'))
    await expectRefusal(/keyring\.db is not the one of this database/)
  })
})

describe('[B12] data from before the keyring', () => {
  let old: OldData
  beforeEach(async () => {
    old = await writeOldData(dataDir, { visits: 3 })
  })

  async function expectAllReadable(): Promise<void> {
    const server = await aServer(dataDir)
    const fetch = browserFetch(server.url, old.person.cookie)
    const read: unknown[] = []
    for (const { id, file } of old.visits) {
      const record = visitRecordSchema.parse(await (await fetch(`/api/visits/${id}`)).json())
      const content = await (await fetch(`/api/visits/${id}/files/${file.id}`)).text()
      const scene = await (await fetch(`/api/visits/${id}/board/scene`)).text()
      read.push([record.participants.map((person) => person.displayName), record.messages[0]?.text])
      read.push([record.files[0]?.name, content, scene])
    }
    await server.close()
    expect(read).toEqual(
      old.visits.flatMap(({ peerName, text, file, scene }) => [
        [[old.person.displayName, peerName], text],
        [file.name, file.content, scene],
      ]),
    )
  }

  test('is read as before, and its keys are in the keyring alone', async () => {
    await expectAllReadable()
    const database = await readFile(join(dataDir, 'visita.db'))
    expect(database.includes('wrapped_key text')).toBe(false)
    await expectAllReadable()
  })

  test(
    'has lost no key when its first start is killed at any moment, and is finished by the next',
    { timeout: 120_000 },
    async () => {
      await rm(dataDir, { recursive: true })
      old = await writeOldData(dataDir, { visits: 400 })
      const original = join(folder.path, 'original')
      await cp(dataDir, original, { recursive: true })
      const { duration } = await startOnce()
      for (let kill = 0; kill < KILLS; kill += 1) {
        await rm(dataDir, { recursive: true })
        await cp(original, dataDir, { recursive: true })
        await startOnce(Math.random() * duration)
        const storage = await open()
        const { db, vault } = storage
        const rows = await db.selectFrom('visits').select(['id', 'sealed_room']).execute()
        const rooms = rows.map(async ({ id, sealed_room }) => {
          const place = { table: 'visits', row: id, column: 'sealed_room' }
          return unseal(await vault.keyring.open(id), sealed_room, place)
        })
        expect(new Set(await Promise.all(rooms))).toEqual(new Set(old.visits.map(({ roomId }) => roomId)))
        await storage.close()
      }
    },
  )

  test('is refused and left as it is with another key', async () => {
    await writeFile(keyFile, Buffer.alloc(32, 7))
    await expectRefusal(/not the one this database was made with/)
  })

  test('is refused and left as it is without the key', async () => {
    await rm(keyFile)
    await expectRefusal(/is missing/)
  })

  test('is refused where a key is damaged, and kept', async () => {
    const db = openSqlite<OldTables>(join(dataDir, 'visita.db'))
    const id = old.visits[1]?.id ?? ''
    const kept = await db
      .selectFrom('visits')
      .select('wrapped_key')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const changed = `${kept.wrapped_key.slice(0, -8)}AAAAAAA=`
    await db.updateTable('visits').set({ wrapped_key: changed }).where('id', '=', id).execute()
    await db.destroy()
    await expect(open()).rejects.toThrow(/key in the table "visits" .* is damaged/)
    const again = openSqlite<OldTables>(join(dataDir, 'visita.db'))
    await again.updateTable('visits').set({ wrapped_key: kept.wrapped_key }).where('id', '=', id).execute()
    await again.destroy()
    await expectAllReadable()
  })
})
