import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Database } from '../../platform/database.ts'
import { createLogger } from '../../platform/logger.ts'
import { aDatabase } from '../../testing/database.ts'
import { aFolder } from '../../testing/server.ts'
import { loadConfig, openSettings } from '../settings/index.ts'
import { aDataFolder, backupsOf } from './backup.fixtures.ts'
import type { Made } from './backups.ts'
import { BackupSchedule } from './index.ts'

const HOUR = 60 * 60 * 1000
const LOOK = 10 * 60 * 1000

let folder: Awaited<ReturnType<typeof aFolder>>
let dataDir: string
let to: string
let db: Database
let now: number
let made: Made[]
let log: string[]
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  folder = await aFolder()
  dataDir = await aDataFolder(join(folder.path, 'data'))
  to = join(folder.path, 'backups')
  db = await aDatabase(join(dataDir, 'visita.db'))
  now = Date.now()
  made = []
  log = []
})
afterEach(async () => {
  vi.useRealTimers()
  await db.destroy()
  await folder[Symbol.asyncDispose]()
})

async function start(env: NodeJS.ProcessEnv = {}): Promise<BackupSchedule> {
  return new BackupSchedule({
    backups: backupsOf(dataDir, { now: () => now, record: async (one) => void made.push(one) }),
    folder: to,
    settings: await openSettings(db, loadConfig({ VISITA_DATA_DIR: dataDir, ...env }, []).settled),
    clock: () => now,
    logger: createLogger('info', { write: (line) => void log.push(line) }),
  })
}

const data = async (): Promise<string[]> =>
  (await readdir(to)).filter((name) => name.startsWith('visita-data')).toSorted()

/** Lets the schedule look again and again, since it does not while a backup is under way. */
const looksUntil = (isSo: () => boolean | Promise<boolean>): Promise<unknown> =>
  vi.waitUntil(
    () => {
      vi.advanceTimersByTime(LOOK)
      return isSo()
    },
    { timeout: 20_000 },
  )

test('[B16] makes one at the start, then by the hours that are set, and keeps as many as are set', async () => {
  const schedule = await start({ VISITA_BACKUP_HOURS: '6', VISITA_BACKUP_KEEP: '2' })
  await looksUntil(() => made.length === 1)
  for (const count of [2, 3]) {
    now += 6 * HOUR
    await looksUntil(() => made.length === count)
  }
  await looksUntil(async () => (await data()).length === 2)
  await schedule.stop()
  expect(await data()).toEqual(made.slice(1).map(({ path }) => path.slice(to.length + 1)))
  expect(vi.getTimerCount()).toBe(0)
})

test('goes on where it was after a restart, and makes none before its time', async () => {
  const first = await start()
  await looksUntil(() => made.length === 1)
  await first.stop()
  now += 23 * HOUR
  const second = await start()
  await second.stop()
  expect(made).toHaveLength(1)
  now += HOUR
  const third = await start()
  await looksUntil(() => made.length === 2)
  await third.stop()
})

test('goes on after the clock was put back', async () => {
  const first = await start()
  await looksUntil(() => made.length === 1)
  await first.stop()
  now -= 48 * HOUR
  const second = await start()
  await looksUntil(() => made.length === 2)
  await second.stop()
  const third = await start()
  await third.stop()
  expect(made).toHaveLength(2)
})

test('says in the log that it failed, and tries again', async () => {
  await db.destroy()
  const whole = dataDir
  dataDir = join(folder.path, 'nothing')
  db = await aDatabase(join(whole, 'visita.db'))
  const schedule = await start()
  await looksUntil(() => log.filter((line) => line.includes('backup not made')).length >= 2)
  await schedule.stop()
  expect(made).toEqual([])
})
