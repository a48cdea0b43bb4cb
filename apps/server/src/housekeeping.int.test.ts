import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test, vi } from 'vitest'
import { aFolder, aServer, aVisit } from './testing/server.ts'

const HOUR = 60 * 60 * 1000

afterEach(() => {
  vi.useRealTimers()
})

function peopleIn(dataDir: string): unknown[] {
  const db = new DatabaseSync(join(dataDir, 'visita.db'), { readOnly: true })
  const rows = db.prepare('select id from people').all()
  db.close()
  return rows.map(({ id }) => id)
}

test('[C19] every hour the sessions that ran out are removed, but not of those in a visit', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  await using folder = await aFolder()
  const server = await aServer(folder.path)
  const maria = await server.identify('Maria Alves da Silva')
  const johanna = await server.identify('Dr. Johanna Weber')
  await server.identify('Somebody else here')
  await aVisit(server.services, maria.self, johanna.self)
  server.advance(13 * HOUR)
  expect(peopleIn(folder.path)).toHaveLength(3)
  vi.advanceTimersByTime(HOUR)
  await vi.waitUntil(() => peopleIn(folder.path).length < 3)
  expect(new Set(peopleIn(folder.path))).toEqual(new Set([maria.self.id, johanna.self.id]))
  await server.close()
  expect(vi.getTimerCount()).toBe(0)
})
