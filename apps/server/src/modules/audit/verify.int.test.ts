import type { UpdateObject } from 'kysely'
import { join } from 'node:path'
import { setImmediate as othersTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Tables } from '../../migrations/tables.ts'
import { type Database, openReadOnly } from '../../platform/database.ts'
import { newId } from '../../platform/random.ts'
import { aFolder } from '../../testing/server.ts'
import { readAnchors } from './anchor-file.ts'
import { aLog, TENANT, write } from './audit.fixtures.ts'
import { genesisOf, hashOfRow } from './chain.ts'
import { verifyLog } from './verify.ts'

const LENGTH = 12

type Change = UpdateObject<Tables, 'audit'>
const edit = (db: Database, seq: number, change: Change) =>
  db.updateTable('audit').set(change).where('seq', '=', seq).execute()
const remove = (db: Database, from: number, to = from) =>
  db.deleteFrom('audit').where('seq', '>=', from).where('seq', '<=', to).execute()

/** As somebody would who knows how the chain is made: every hash anew, and the head. */
async function forge(db: Database): Promise<void> {
  let last = { seq: 0, hash: genesisOf(TENANT) }
  for (const row of await db.selectFrom('audit').selectAll().orderBy('seq').execute()) {
    const forged = { ...row, seq: last.seq + 1, prev_hash: last.hash }
    last = { seq: forged.seq, hash: hashOfRow(forged) }
    await edit(db, row.seq, { ...forged, hash: last.hash })
  }
  await db.updateTable('audit_head').set(last).execute()
}

const untouched = (): Promise<void> => Promise.resolve()

async function closeUp(db: Database): Promise<void> {
  await remove(db, 5)
  for (let seq = 6; seq <= LENGTH; seq += 1) await edit(db, seq, { seq: seq - 1 })
}

async function swap(db: Database): Promise<void> {
  await edit(db, 5, { seq: 99 })
  await edit(db, 6, { seq: 5 })
  await edit(db, 99, { seq: 6 })
}

const replace = (seq: number) => async (db: Database) => {
  const row = await db.selectFrom('audit').selectAll().where('seq', '=', seq).executeTakeFirstOrThrow()
  const other = { ...row, actor_id: newId() }
  await edit(db, seq, { ...other, hash: hashOfRow(other) })
}

async function add(db: Database): Promise<void> {
  const last = await db.selectFrom('audit').selectAll().orderBy('seq', 'desc').executeTakeFirstOrThrow()
  const next = { ...last, seq: LENGTH + 1, prev_hash: last.hash }
  await db
    .insertInto('audit')
    .values({ ...next, hash: hashOfRow(next) })
    .execute()
}

async function editAndForge(db: Database): Promise<void> {
  await edit(db, 5, { actor_id: newId() })
  await forge(db)
}

async function cutAndForge(db: Database): Promise<void> {
  await remove(db, 10, LENGTH)
  await forge(db)
}

async function deleteAndForge(db: Database): Promise<void> {
  await remove(db, 10)
  await forge(db)
}

/** Twelve events, the head anchored after the eighth and after the last; then `tamper`, and what is found. */
async function verdictAfter(
  tamper: (db: Database) => Promise<unknown>,
  { anchored = false, tenant = TENANT } = {},
) {
  await using folder = await aFolder()
  await using log = await aLog(folder.path)
  const { db, audit, anchors, anchorFile } = log
  await write(db, audit, 8)
  await anchors.append()
  await write(db, audit, LENGTH - 8)
  await anchors.append()
  await tamper(db)
  const { anchors: known } = await readAnchors(anchorFile, tenant)
  return await verifyLog(db, { tenant, anchors: anchored ? known : [] })
}

const found = (seq: number, fault: string) => ({ whole: false, seq, fault })

describe('[C33] the audit log is verified', () => {
  test('as whole when nobody changed it', async () => {
    expect(await verdictAfter(untouched)).toEqual({ whole: true, events: LENGTH, anchored: 0 })
    expect(await verdictAfter(untouched, { anchored: true })).toEqual({
      whole: true,
      events: LENGTH,
      anchored: LENGTH,
    })
  })

  test.each<[keyof Change, Change]>([
    ['at', { at: 1 }],
    ['actor_id', { actor_id: newId() }],
    ['actor_id', { actor_id: null }],
    ['actor_role', { actor_role: 'patient' }],
    ['event', { event: 'request.accepted' }],
    ['subject_id', { subject_id: newId() }],
    ['object_id', { object_id: newId() }],
    ['details', { details: '{"part":"contacts"}' }],
    ['details', { details: '{"part": "profile"}' }],
    ['sealed_text', { sealed_text: '' }],
    ['prev_hash', { prev_hash: '0'.repeat(64) }],
    ['hash', { hash: '0'.repeat(64) }],
  ])('an edit of %s is found', async (_column, change) => {
    expect(await verdictAfter((db) => edit(db, 5, change))).toEqual(found(5, 'changed'))
  })

  test.each([1, 5, LENGTH - 1])('the deletion of event %i is found', async (seq) => {
    expect(await verdictAfter((db) => remove(db, seq))).toEqual(found(seq, 'missing'))
  })

  test('a deletion closed up by new numbers is found', async () => {
    expect(await verdictAfter(closeUp)).toEqual(found(5, 'changed'))
  })

  test('a reordering is found', async () => {
    expect(await verdictAfter(swap)).toEqual(found(5, 'changed'))
  })

  test.each([
    [LENGTH, LENGTH],
    [5, LENGTH],
    [1, LENGTH],
  ])('a tail that is cut from event %i to %i is found', async (from, to) => {
    expect(await verdictAfter((db) => remove(db, from, to))).toEqual(found(from, 'cut'))
  })

  test('a row with a hash of its own that was put in the place of another is found', async () => {
    expect(await verdictAfter(replace(5))).toEqual(found(6, 'unchained'))
    expect(await verdictAfter(replace(LENGTH))).toEqual(found(LENGTH, 'replaced'))
  })

  test('a row added without the head is found, and a head that is missing', async () => {
    expect(await verdictAfter(add)).toEqual(found(LENGTH + 1, 'added'))
    expect(await verdictAfter((db) => db.deleteFrom('audit_head').execute())).toEqual(found(1, 'headless'))
  })

  test('the log of another installation is found', async () => {
    const other = newId()
    const rename = (db: Database) => db.updateTable('audit_head').set({ tenant: other }).execute()
    expect(await verdictAfter(rename, { tenant: other })).toEqual(found(1, 'unchained'))
  })
})

describe('[C33] a log forged anew with all its hashes and its head', () => {
  test.each([
    ['an edit', editAndForge, found(8, 'replaced')],
    ['a cut tail', cutAndForge, found(10, 'cut')],
    ['a deletion', deleteAndForge, found(LENGTH, 'cut')],
  ])('is found by the anchors after %s, and by nothing else', async (_what, tamper, verdict) => {
    expect(await verdictAfter(tamper, { anchored: true })).toEqual(verdict)
    expect(await verdictAfter(tamper)).toMatchObject({ whole: true })
  })
})

test('[C33] a long log is verified in batches, as it was at one moment, while events are written', async () => {
  await using folder = await aFolder()
  await using log = await aLog(folder.path)
  const { db, audit } = log
  await write(db, audit, 1_200)
  const look = openReadOnly(join(folder.path, 'visita.db'))
  const verdict = verifyLog(look, { tenant: TENANT, anchors: [] })
  const progress = { isOver: false }
  const over = verdict.finally(() => (progress.isOver = true))
  let written = 0
  while (!progress.isOver) {
    await write(db, audit)
    written += 1
    // SQLite answers at once: without a turn of their own the verifier and the test's timeout would wait for ever.
    await othersTurn()
  }
  await over
  expect(written).toBeGreaterThan(1)
  expect(await verdict).toMatchObject({ whole: true })
  const { events } = { events: 0, ...(await verdict) }
  expect(events).toBeGreaterThanOrEqual(1_200)
  expect(events).toBeLessThan(1_200 + written)
  await look.destroy()
})
