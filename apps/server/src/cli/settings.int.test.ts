import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openReadOnly } from '../platform/database.ts'
import { aFolder, aServer } from '../testing/server.ts'
import { runCommand } from './run.ts'
import { settingsCheck } from './settings-check.ts'
import { settingsForget } from './settings-forget.ts'
import { settingsList } from './settings-list.ts'

async function type(line: string, env: NodeJS.ProcessEnv) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommand([settingsCheck, settingsForget, settingsList], line.split(' '), {
    env,
    folder: '/',
    print: (text) => void out.push(text),
    complain: (text) => void err.push(text),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('[B35] the terminal shows every setting and who has set it, and no secret', async () => {
  await using folder = await aFolder()
  const env = { VISITA_DATA_DIR: folder.path, VISITA_KEY_SERVICE_TOKEN: 'hidden-token', PORT: '9000' }
  const server = await aServer(folder.path)
  await server.services.settings.change({ lobby: 'off' }, async () => {})
  const { code, out } = await type('settings', env)
  expect(code).toBe(0)
  expect(out).toMatch(/^PORT +environment +9000 *$/m)
  expect(out).toMatch(/^VISITA_LOBBY +page +"off" *$/m)
  expect(out).toMatch(/^VISITA_RING_SECONDS +default +45 *$/m)
  expect(out).toMatch(/^VISITA_KEY_SERVICE_TOKEN +environment +\(secret\) *$/m)
  expect(out).not.toContain('hidden-token')
  await server.close()
})

test('[B35] what does not fit any more is found by a check, taken back from the terminal, and that is in the log', async () => {
  await using folder = await aFolder()
  const env = { VISITA_DATA_DIR: folder.path }
  const server = await aServer(folder.path)
  await server.services.settings.change({ lobby: 'open' }, async () => {})
  await server.close()
  const production = { ...env, VISITA_MODE: 'production', VISITA_LAN: '1' }
  expect(await type('settings check', env)).toMatchObject({ code: 0 })
  expect(await type('settings check', production)).toMatchObject({
    code: 1,
    err: expect.stringContaining('VISITA_LOBBY: open lets in everybody'),
  })
  expect(await type('settings forget lobby', production)).toMatchObject({ code: 0 })
  expect(await type('settings forget lobby', production)).toMatchObject({ code: 1 })
  expect(await type('settings check', production)).toMatchObject({ code: 0 })
  const db = openReadOnly(join(folder.path, 'visita.db'))
  const events = await db
    .selectFrom('audit')
    .select(['event', 'details'])
    .where('event', '=', 'settings.changed')
    .execute()
  expect(events).toEqual([{ event: 'settings.changed', details: '{"key":"lobby"}' }])
  await db.destroy()
})
