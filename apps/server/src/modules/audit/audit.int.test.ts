import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Database } from '../../platform/database.ts'
import { StartupError } from '../../platform/startup-error.ts'
import { aFolder } from '../../testing/server.ts'
import { aLog, anEvent, aPersonId, TENANT, write } from './audit.fixtures.ts'
import { genesisOf, hashOfRow } from './chain.ts'
import { startChain } from './head.ts'

const rowsOf = (db: Database) => db.selectFrom('audit').selectAll().orderBy('seq').execute()
const headOf = (db: Database) => db.selectFrom('audit_head').selectAll().executeTakeFirstOrThrow()

/** Recomputes what the writer claims: numbers without a gap, each row after the one before, the head at the end. */
async function expectOneChain(db: Database, length: number): Promise<void> {
  const rows = await rowsOf(db)
  expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length }, (_, index) => index + 1))
  const hashes = rows.map(hashOfRow)
  expect(rows.map(({ hash }) => hash)).toEqual(hashes)
  expect(rows.map(({ prev_hash }) => prev_hash)).toEqual([genesisOf(TENANT), ...hashes].slice(0, length))
  expect(await headOf(db)).toEqual({ tenant: TENANT, seq: length, hash: hashes.at(-1) })
}

test('[B14] an event is kept with the change that it tells of', async () => {
  await using folder = await aFolder()
  await using log = await aLog(folder.path)
  const { db, audit } = log
  const [actor, subject] = [aPersonId(), aPersonId()]
  await db.transaction().execute(async (tx) => {
    await tx.insertInto('settings').values({ name: 'a', value: 'b' }).execute()
    await audit.write(tx, anEvent({ actor, subject }))
  })
  expect(await rowsOf(db)).toMatchObject([
    {
      seq: 1,
      at: 1_700_000_001_000,
      actor_id: actor,
      actor_role: 'doctor',
      event: 'record.read',
      subject_id: subject,
      object_id: null,
      details: '{"part":"profile"}',
      sealed_text: null,
    },
  ])
})

test('[B14] a change that is rolled back leaves no event, and the chain goes on without a gap', async () => {
  await using folder = await aFolder()
  await using log = await aLog(folder.path)
  const { db, audit } = log
  await write(db, audit)
  const failing = db.transaction().execute(async (tx) => {
    await audit.write(tx, anEvent())
    await tx.insertInto('settings').values({ name: 'a', value: 'b' }).execute()
    await audit.write(tx, anEvent())
    throw new Error('the disk is full')
  })
  await expect(failing).rejects.toThrow('the disk is full')
  await write(db, audit)
  await expectOneChain(db, 2)
})

test('[B14] an event that carries a name is refused, and the change with it', async () => {
  await using folder = await aFolder()
  await using log = await aLog(folder.path)
  const { db, audit } = log
  const named = Object.assign(anEvent(), { displayName: 'Maria Alves da Silva' })
  const change = db.transaction().execute(async (tx) => {
    await tx.insertInto('settings').values({ name: 'a', value: 'b' }).execute()
    await audit.write(tx, named)
  })
  await expect(change).rejects.toThrow('displayName')
  const names = await db.selectFrom('settings').select('name').execute()
  expect(names).toEqual([{ name: 'tenant' }])
  expect(await rowsOf(db)).toEqual([])
})

test('[B14] nothing is written outside a transaction: the types refuse it', async () => {
  await using folder = await aFolder()
  await using log = await aLog(folder.path)
  // @ts-expect-error -- a Database is no Transaction
  const outside = () => log.audit.write(log.db, anEvent())
  expect(outside).toBeTypeOf('function')
})

test('[C33] many writers at once keep one chain', async () => {
  await using folder = await aFolder()
  await using log = await aLog(folder.path)
  const { db, audit } = log
  await Promise.all(Array.from({ length: 30 }, () => write(db, audit, 2)))
  await expectOneChain(db, 60)
})

test('[C33] two processes keep one chain', async () => {
  await using folder = await aFolder()
  await using log = await aLog(folder.path)
  const program = fileURLToPath(new URL('./writing-process.fixtures.ts', import.meta.url))
  const writers = [1, 2].map(() =>
    spawn(process.execPath, [program, folder.path], { stdio: ['pipe', 'pipe', 'inherit'] }),
  )
  await Promise.all(writers.map(({ stdout }) => once(stdout, 'data')))
  for (const { stdin } of writers) stdin.write('go')
  const exits = await Promise.all(writers.map((writer) => once(writer, 'exit')))
  expect(exits.map(([code]) => Number(code))).toEqual([0, 0])
  await expectOneChain(log.db, 200)
}, 60_000)

test('[C33] a log whose head was removed is not given a new one', async () => {
  await using folder = await aFolder()
  await using log = await aLog(folder.path)
  const { db, audit } = log
  await write(db, audit)
  await db.deleteFrom('audit_head').execute()
  await expect(write(db, audit)).rejects.toThrow('no result')
  await expect(startChain(db, TENANT)).rejects.toThrow(StartupError)
  expect(await rowsOf(db)).toHaveLength(1)
})
