import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { open as unseal, seal } from './modules/vault/index.ts'
import { newId } from './platform/random.ts'
import { openStorage, type Storage } from './storage.ts'
import { aFolder } from './testing/server.ts'

const TEXT = 'It itches since Monday'

let folder: Awaited<ReturnType<typeof aFolder>>
beforeEach(async () => {
  folder = await aFolder()
})
afterEach(() => folder[Symbol.asyncDispose]())

const database = (): string => join(folder.path, 'visita.db')
const oldCopy = (): string => join(folder.path, 'old-copy.db')
const open = (): Promise<Storage> =>
  openStorage(
    { dataDir: folder.path, keySource: { kind: 'file', path: join(folder.path, 'visita.key') } },
    () => 0,
  )

/** A visit with one line of chat; the patient's key takes its own along. */
async function addVisit({ db, vault }: Storage, patient: string): Promise<string> {
  const [id, message] = [newId(), newId()]
  const key = await vault.keyring.create(id, { parent: patient })
  const sealed_room = seal(key, 'room', { table: 'visits', row: id, column: 'sealed_room' })
  await db.insertInto('visits').values({ id, room_hash: id, sealed_room, started_at: 1 }).execute()
  const sealed_text = seal(key, TEXT, { table: 'messages', row: id, column: 'sealed_text' })
  const line = { visit_id: id, id: message, author_id: patient, sealed_text, sent_at: 1, stored_at: 1 }
  await db.insertInto('messages').values(line).execute()
  return id
}

async function sealedTextOf({ db }: Storage, visit: string): Promise<string> {
  const row = await db
    .selectFrom('messages')
    .select('sealed_text')
    .where('visit_id', '=', visit)
    .executeTakeFirstOrThrow()
  return row.sealed_text
}

/** What each key that there is makes of the line. */
async function read(storage: Storage, visit: string, ids: string[]): Promise<string[]> {
  const sealed = await sealedTextOf(storage, visit)
  const keys = await Promise.all(ids.map((id) => storage.vault.keyring.find(id)))
  return keys.map((key) => {
    if (key === null) return 'no key'
    try {
      return unseal(key, sealed, { table: 'messages', row: visit, column: 'sealed_text' })
    } catch {
      return 'does not open'
    }
  })
}

test('[C31] with a person’s key their visits are lost, in every old copy of the database too', async () => {
  const storage = await open()
  const [maria, otto] = [newId(), newId()]
  for (const person of [maria, otto]) await storage.vault.keyring.create(person)
  const visit = await addVisit(storage, maria)
  const another = await addVisit(storage, otto)
  expect(await read(storage, visit, [visit])).toEqual([TEXT])
  await storage.close()
  await copyFile(database(), oldCopy())

  const later = await open()
  await later.vault.keyring.destroy(maria)
  await later.close()

  await copyFile(oldCopy(), database())
  const restored = await open()
  expect((await readFile(database())).includes(await sealedTextOf(restored, visit))).toBe(true)
  const all = [visit, maria, otto, another, 'blind-index']
  const [ofVisit, ofMaria, ...others] = await read(restored, visit, all)
  expect([ofVisit, ofMaria, ...others]).toEqual(['no key', 'no key', ...others.map(() => 'does not open')])
  expect(await read(restored, another, [another])).toEqual([TEXT])
  await restored.close()
})
