import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { migrationsWith } from '../migrations/index.ts'
import { hashOf, newId, newToken } from '../platform/random.ts'
import { migrate, openSqlite } from '../platform/sqlite.ts'
import { oldFrame, oldSeal } from './old-format.ts'
import type { OldTables } from './old-tables.ts'

/** What is in the old data, in the clear: somebody, whose browser sends `cookie`, and their visits. */
export interface OldData {
  person: { id: string; displayName: string; cookie: string }
  visits: OldVisit[]
}

interface OldVisit {
  id: string
  roomId: string
  peerName: string
  text: string
  file: { id: string; name: string; content: string }
  scene: string
}

const LAST_OLD_MIGRATION = '0010_files_by_completion'
const YEAR_MS = 365 * 24 * 60 * 60 * 1000
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

/**
 * A data folder as Visita left it before there was a keyring: a key file of 32 bytes, wrapped keys beside
 * their rows, and everything sealed in the first format.
 */
export async function writeOldData(dataDir: string, { visits = 3 } = {}): Promise<OldData> {
  await mkdir(join(dataDir, 'files'), { recursive: true, mode: 0o700 })
  const keyBytes = randomBytes(32)
  await writeFile(join(dataDir, 'visita.key'), keyBytes, { mode: 0o600 })
  const key = createSecretKey(keyBytes)
  const db = await oldDatabase(join(dataDir, 'visita.db'))
  try {
    // In one transaction, because it is sooner on disk than hundreds.
    return await db.transaction().execute(async (tx) => {
      const word = sealed(key, 'visita', 'settings', 'key_check', 'value')
      await tx.insertInto('settings').values({ name: 'key_check', value: word }).execute()
      const person = await addPerson(tx, key)
      const written: OldVisit[] = []
      for (let index = 0; index < visits; index += 1)
        written.push(await addVisit({ db: tx, key, dataDir }, person, index))
      return { person, visits: written }
    })
  } finally {
    await db.destroy()
  }
}

async function oldDatabase(file: string): Promise<Kysely<OldTables>> {
  const all = Object.entries(migrationsWith(() => Promise.resolve()))
  const db = openSqlite<OldTables>(file)
  await migrate(db, Object.fromEntries(all.filter(([name]) => name <= LAST_OLD_MIGRATION)))
  return db
}

const sealed = (key: KeyObject, plain: string | Buffer, table: string, row: string, column: string): string =>
  oldSeal(key, plain, { table, row, column }).toString('base64')

function aWrappedKey(
  key: KeyObject,
  table: string,
  row: string,
): { dataKey: KeyObject; wrapped_key: string } {
  const bytes = randomBytes(32)
  return { dataKey: createSecretKey(bytes), wrapped_key: sealed(key, bytes, table, row, 'wrapped_key') }
}

async function addPerson(db: Kysely<OldTables>, key: KeyObject): Promise<OldData['person']> {
  const id = newId()
  const token = newToken()
  const displayName = 'Maria Alves da Silva'
  const { dataKey, wrapped_key } = aWrappedKey(key, 'people', id)
  const sealed_name = sealed(dataKey, displayName, 'people', id, 'sealed_name')
  const expires_at = Date.now() + YEAR_MS
  await db
    .insertInto('people')
    .values({ id, token_hash: hashOf(token), wrapped_key, sealed_name, expires_at })
    .execute()
  return { id, displayName, cookie: `visita=${token}` }
}

async function addVisit(
  { db, key, dataDir }: { db: Kysely<OldTables>; key: KeyObject; dataDir: string },
  person: OldData['person'],
  index: number,
): Promise<OldVisit> {
  const visit: OldVisit = {
    id: newId(),
    roomId: newToken(),
    peerName: `Dr. Johanna Weber ${index}`,
    text: `It itches since Monday ${index}`,
    file: { id: newId(), name: `arm-${index}.jpg`, content: `the left arm ${index}` },
    scene: `{"elements":[${index}]}`,
  }
  const { id } = visit
  const { dataKey, wrapped_key } = aWrappedKey(key, 'visits', id)
  const peerId = newId()
  await db
    .insertInto('visits')
    .values({
      id,
      room_hash: hashOf(visit.roomId),
      sealed_room: sealed(dataKey, visit.roomId, 'visits', id, 'sealed_room'),
      wrapped_key,
      started_at: index,
      ended_at: index + 1000,
      end_reason: 'ended',
      ended_by: person.id,
    })
    .execute()
  const people = [
    { id: person.id, name: person.displayName },
    { id: peerId, name: visit.peerName },
  ]
  await db
    .insertInto('participants')
    .values(
      people.map(({ id: person_id, name }, place) => ({
        visit_id: id,
        person_id,
        place,
        sealed_name: sealed(dataKey, name, 'participants', `${id}/${person_id}`, 'sealed_name'),
        seat_hash: hashOf(newToken()),
        joined_at: index,
        left_at: index + 1000,
      })),
    )
    .execute()
  await addRecord({ db, dataKey, dataDir }, visit, person.id)
  return visit
}

async function addRecord(
  { db, dataKey, dataDir }: { db: Kysely<OldTables>; dataKey: KeyObject; dataDir: string },
  { id, text, file, scene }: OldVisit,
  personId: string,
): Promise<void> {
  const messageId = newId()
  await db
    .insertInto('messages')
    .values({
      visit_id: id,
      id: messageId,
      author_id: personId,
      sealed_text: sealed(dataKey, text, 'messages', `${id}/${messageId}`, 'sealed_text'),
      sent_at: 1,
      stored_at: 1,
    })
    .execute()
  await db
    .insertInto('boards')
    .values({
      visit_id: id,
      revision: 4,
      sealed_scene: oldSeal(dataKey, scene, { table: 'boards', row: id, column: 'sealed_scene' }),
      sealed_png: oldSeal(dataKey, PNG, { table: 'boards', row: id, column: 'sealed_png' }),
      updated_at: 1,
    })
    .execute()
  const storageId = newId()
  const sha256 = createHash('sha256').update(file.content).digest('hex')
  const details = JSON.stringify({ name: file.name, type: 'image/jpeg', sha256 })
  await db
    .insertInto('files')
    .values({
      visit_id: id,
      id: file.id,
      storage_id: storageId,
      sender_id: personId,
      size: file.content.length,
      sealed_details: sealed(dataKey, details, 'files', storageId, 'sealed_details'),
      created_at: 1,
      completed_at: 1,
    })
    .execute()
  const frame = oldFrame(dataKey, file.content, { table: 'files', row: storageId, column: 'content' })
  await writeFile(join(dataDir, 'files', storageId), frame, { mode: 0o600 })
}
