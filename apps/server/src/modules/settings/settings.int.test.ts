import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Database } from '../../platform/database.ts'
import { aDatabase } from '../../testing/database.ts'
import { aFolder } from '../../testing/server.ts'
import { loadConfig, openSettings, type Settings } from './index.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let db: Database
beforeEach(async () => {
  folder = await aFolder()
  db = await aDatabase(join(folder.path, 'visita.db'))
})
afterEach(async () => {
  await db.destroy()
  await folder[Symbol.asyncDispose]()
})

const open = (env: NodeJS.ProcessEnv = {}): Promise<Settings> =>
  openSettings(db, loadConfig({ VISITA_DATA_DIR: folder.path, ...env }, []).settled)

const alone = async (): Promise<void> => {}
const failing = async (): Promise<void> => {
  throw new Error('the log is full')
}

test('[B35] what the page sets holds at once, is told to who asked, and is there after a restart', async () => {
  const settings = await open()
  const heard: string[] = []
  const release = settings.subscribe('lobby', (lobby) => void heard.push(lobby))
  await settings.change({ lobby: 'off', staffIdleMinutes: 5 }, alone)
  expect(settings.get('lobby')).toBe('off')
  release()
  await settings.change({ lobby: 'signed_in' }, alone)
  expect(heard).toEqual(['off'])
  const restarted = await open()
  expect([restarted.get('lobby'), restarted.get('staffIdleMinutes')]).toEqual(['signed_in', 5])
})

test('what environment or file have set wins, and the page cannot change it', async () => {
  await (await open()).change({ lobby: 'off' }, alone)
  const settings = await open({ VISITA_LOBBY: 'signed_in' })
  expect(settings.get('lobby')).toBe('signed_in')
  await expect(settings.change({ lobby: 'open' }, alone)).rejects.toMatchObject({
    code: 'conflict',
    detail: 'lobby',
  })
})

test.each([
  ['a value that does not fit', { staffIdleMinutes: 0 }, 'staffIdleMinutes'],
  ['what only the start reads', { port: 9000 }, 'key'],
  ['a secret', { oidcClientSecret: 'x' }, 'key'],
  ['what is no setting', { constructor: 'x' }, 'key'],
])('refuses %s, and changes nothing of the rest', async (_what, wrong, detail) => {
  const settings = await open()
  await expect(settings.change({ lobby: 'off', ...wrong }, alone)).rejects.toMatchObject({
    code: 'bad_request',
    detail,
  })
  expect(settings.get('lobby')).toBe('open')
  expect((await open()).get('lobby')).toBe('open')
})

test('[B35] refuses in production what a start there would refuse', async () => {
  const settings = await open({ VISITA_MODE: 'production', VISITA_LAN: '1' })
  await expect(settings.change({ lobby: 'open' }, alone)).rejects.toMatchObject({ detail: 'lobby' })
})

test('[B14] changes nothing when what belongs to the same transaction fails', async () => {
  const settings = await open()
  await expect(settings.change({ lobby: 'off' }, failing)).rejects.toThrow('the log is full')
  expect(settings.get('lobby')).toBe('open')
  expect((await open()).get('lobby')).toBe('open')
})

test('a stored value that does not fit any more is told at the start', async () => {
  await db.insertInto('settings').values({ name: 'page:lobby', value: '"ajar"' }).execute()
  await expect(open()).rejects.toThrow(
    /administrator's page, lobby .*settings forget lobby\): must be one of/,
  )
})
