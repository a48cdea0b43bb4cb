import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openReadOnly } from '../platform/database.ts'
import { startServerProcess } from '../testing/process.ts'
import { aFolder, aServer, browserFetch } from '../testing/server.ts'
import { keysRotate } from './keys-rotate.ts'

test(
  '[C30] keys rotate replaces the key under a running server, and is in the audit log',
  { timeout: 30_000 },
  async () => {
    await using folder = await aFolder()
    const here = await aServer(folder.path)
    const { cookie, self } = await here.identify('Maria Alves da Silva')
    await here.close()
    const server = await startServerProcess(folder.path)
    onTestFinished(() => server.kill())
    const fetch = browserFetch(server.url, cookie)
    const before = await readFile(join(folder.path, 'visita.key'), 'utf8')

    const printed: string[] = []
    const terminal = {
      env: { VISITA_DATA_DIR: folder.path },
      folder: folder.path,
      print: (text: string) => void printed.push(text),
    }
    expect(await keysRotate.run([], terminal)).toBe(0)
    const [, keys] = /^The key is replaced: (\d+) keys have been encrypted anew\./.exec(printed.join()) ?? []
    // Maria's and the one for blind indexes at least.
    expect(Number(keys)).toBeGreaterThanOrEqual(2)
    expect(await readFile(join(folder.path, 'visita.key'), 'utf8')).not.toBe(before)

    expect(await (await fetch('/api/session')).json()).toMatchObject({ session: { self } })
    const renamed = { displayName: 'Maria Alves-Weber' }
    expect((await fetch('/api/session/guest', { method: 'PUT', json: renamed })).status).toBe(200)
    expect(await server.stop()).toBe(0)
    const db = openReadOnly(join(folder.path, 'visita.db'))
    const logged = await db.selectFrom('audit').select('details').where('event', '=', 'key.rotated').execute()
    await db.destroy()
    expect(logged).toEqual([{ details: `{"keys":${keys}}` }])
  },
)
