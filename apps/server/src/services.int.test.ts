import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig } from './modules/settings/index.ts'
import { createLogger } from './platform/logger.ts'
import { StartupError } from './platform/startup-error.ts'
import { openServices, type Services } from './services.ts'
import { aFolder } from './testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let dataDir: string
let keyFile: string

beforeEach(async () => {
  folder = await aFolder()
  dataDir = join(folder.path, 'data')
  keyFile = join(dataDir, 'visita.key')
})
afterEach(() => folder[Symbol.asyncDispose]())

const open = (): Promise<Services> =>
  openServices(loadConfig({ VISITA_DATA_DIR: dataDir }, []), createLogger('silent'), () => 0)
const openAndClose = async (): Promise<void> => (await open()).close()

describe('the first start', () => {
  test('makes a folder, a key and a database, the key for its owner alone', async () => {
    await openAndClose()
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
    expect(await readFile(keyFile)).toHaveLength(32)
  })

  test('takes a key that is already there', async () => {
    await openAndClose()
    const key = await readFile(keyFile)
    for (const file of ['visita.db', 'visita.db-wal', 'visita.db-shm'])
      await rm(join(dataDir, file), { force: true })
    await openAndClose()
    expect(await readFile(keyFile)).toEqual(key)
  })
})

describe('a later start', () => {
  beforeEach(openAndClose)

  test('opens what is there', async () => {
    await expect(openAndClose()).resolves.toBeUndefined()
  })

  test('refuses without the key, in a plain sentence, and makes no new one', async () => {
    await rm(keyFile)
    const before = await readdir(dataDir)
    await expect(open()).rejects.toThrow(StartupError)
    await expect(open()).rejects.toThrow(/visita\.key is missing\..*backup/)
    expect(await readdir(dataDir)).toEqual(before)
  })

  test('refuses a damaged key', async () => {
    await writeFile(keyFile, Buffer.alloc(31))
    await expect(open()).rejects.toThrow(/is damaged/)
  })

  test('refuses the key of another database', async () => {
    await writeFile(keyFile, Buffer.alloc(32, 7))
    await expect(open()).rejects.toThrow(/not the one this database was made with/)
    expect(await readFile(keyFile)).toEqual(Buffer.alloc(32, 7))
  })
})
