import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test, vi } from 'vitest'
import { readAnchors } from './modules/audit/index.ts'
import { tenantOf } from './platform/tenant.ts'
import { aDatabase } from './testing/database.ts'
import { aFolder, aServer, aVisit } from './testing/server.ts'

const MINUTE = 60 * 1000
const HOUR = 60 * MINUTE

afterEach(() => {
  vi.useRealTimers()
})

function peopleIn(dataDir: string): unknown[] {
  const db = new DatabaseSync(join(dataDir, 'visita.db'), { readOnly: true })
  const rows = db.prepare('select id from persons').all()
  db.close()
  return rows.map(({ id }) => id)
}

test('[C19] every minute the sessions that ran out are removed, but not of those in a visit', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  await using folder = await aFolder()
  const server = await aServer(folder.path)
  const maria = await server.identify('Maria Alves da Silva')
  const johanna = await server.identify('Dr. Johanna Weber')
  await server.identify('Somebody else here')
  await aVisit(server.services, maria.self, johanna.self)
  server.advance(13 * HOUR)
  expect(peopleIn(folder.path)).toHaveLength(3)
  vi.advanceTimersByTime(MINUTE)
  await vi.waitUntil(() => peopleIn(folder.path).length < 3, { timeout: 20_000 })
  expect(new Set(peopleIn(folder.path))).toEqual(new Set([maria.self.id, johanna.self.id]))
  await server.close()
  expect(vi.getTimerCount()).toBe(0)
})

test('[C33] every hour and at the end the head of the audit log is written outside the database', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  await using folder = await aFolder()
  const server = await aServer(folder.path)
  const { auditAnchorFile } = server.services.config
  const other = await aDatabase(join(folder.path, 'visita.db'))
  const write = (): Promise<void> =>
    other.transaction().execute((tx) =>
      server.services.audit.write(tx, {
        event: 'backup.made',
        actor: null,
        actorRole: 'system',
        subject: null,
        object: null,
        details: { files: 0, bytes: 0 },
      }),
    )
  const anchored = async (): Promise<number[]> => {
    const { anchors } = await readAnchors(auditAnchorFile, await tenantOf(other))
    return anchors.map(({ seq }) => seq)
  }
  await write()
  vi.advanceTimersByTime(HOUR)
  await vi.waitUntil(async () => (await anchored()).length > 0, { timeout: 20_000 })
  await write()
  expect(await anchored()).toEqual([1])
  await server.close()
  expect(await anchored()).toEqual([1, 2])
  await other.destroy()
})
