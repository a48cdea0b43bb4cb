import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { aFolder } from '../testing/server.ts'
import { aDatabase } from '../testing/database.ts'
import type { Database } from './database.ts'

const pragma = async (db: Database, name: string): Promise<unknown> => {
  const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)
  return Object.values(rows[0] ?? {})[0]
}

test('syncs each commit to disk, and keeps references true', async () => {
  await using folder = await aFolder()
  const db = await aDatabase(join(folder.path, 'visita.db'))
  expect(await pragma(db, 'journal_mode')).toBe('wal')
  // 2 is FULL.
  expect(await pragma(db, 'synchronous')).toBe(2)
  expect(await pragma(db, 'foreign_keys')).toBe(1)
  const orphan = { visit_id: 'none', id: 'a', author_id: 'b', sealed_text: '', sent_at: 0, stored_at: 0 }
  await expect(db.insertInto('messages').values(orphan).execute()).rejects.toThrow('FOREIGN KEY')
  await db.destroy()
})

test('opened again, has its tables and changes none', async () => {
  await using folder = await aFolder()
  const file = join(folder.path, 'visita.db')
  const first = await aDatabase(file)
  await first.insertInto('settings').values({ name: 'a', value: 'b' }).execute()
  await first.destroy()
  const second = await aDatabase(file)
  const settings = await second.selectFrom('settings').selectAll().where('name', '=', 'a').execute()
  expect(settings).toEqual([{ name: 'a', value: 'b' }])
  await second.destroy()
})

test('answers statements of any number of parameters, more of them than it caches', async () => {
  await using folder = await aFolder()
  const db = await aDatabase(join(folder.path, 'visita.db'))
  await db.insertInto('settings').values({ name: 'n0', value: 'v' }).execute()
  for (let length = 1; length <= 500; length += 1) {
    const names = Array.from({ length }, (_, index) => `n${index}`)
    const rows = await db.selectFrom('settings').selectAll().where('name', 'in', names).execute()
    expect(rows).toHaveLength(1)
  }
  await db.destroy()
})
