import {
  type AuditEvent,
  fileIdSchema,
  type PersonId,
  readersPageSchema,
  visitIdSchema,
} from '@visita/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '../../platform/random.ts'
import { aFolder } from '../../testing/server.ts'
import { aLog, aPersonId } from './audit.fixtures.ts'
import { Readers } from './readers.ts'
import { AuditRepository } from './repository.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let log: Awaited<ReturnType<typeof aLog>>
let readers: Readers

const maria = aPersonId()
const asMaria = { actor: maria, actorRole: 'patient' } as const
const johanna = { id: aPersonId(), displayName: 'Dr. Johanna Weber' }
const visit = visitIdSchema.parse(newId())
const breakGlass = newId()
const opened: unknown[] = []

beforeEach(async () => {
  folder = await aFolder()
  log = await aLog(folder.path)
  const { db, audit } = log
  readers = new Readers({
    db,
    audit,
    repository: new AuditRepository(db),
    namesOf: (ids: PersonId[]) => Promise.resolve(ids.includes(johanna.id) ? [johanna] : []),
    openText: async ({ subject, object, sealedText }) => {
      opened.push({ subject, object, sealedText })
      return 'She lay unconscious.'
    },
  })
})
afterEach(async () => {
  await log[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const happen = (...events: AuditEvent[]): Promise<void> =>
  log.db.transaction().execute(async (tx) => {
    for (const event of events) await log.audit.write(tx, event)
  })
const byJohanna = { actor: johanna.id, actorRole: 'doctor', subject: maria } as const

test('[X7] patients see who read their record, when, as what, and why', async () => {
  await happen(
    { event: 'record.read', ...byJohanna, object: null, details: { part: 'visits' } },
    { event: 'visit.read', ...byJohanna, object: visit, details: { part: 'board' } },
    { event: 'file.read', ...byJohanna, object: fileIdSchema.parse(newId()), details: { visit } },
    { event: 'record.read', ...byJohanna, actor: aPersonId(), object: null, details: { part: 'profile' } },
    {
      event: 'break_glass.opened',
      ...byJohanna,
      object: breakGlass,
      details: { minutes: 60 },
      sealedText: 'AbCd',
    },
  )
  const { reads, next } = readersPageSchema.parse(await readers.ofOwnRecord(asMaria))
  expect(next).toBeNull()
  expect(reads.map(({ at }) => at)).toEqual([5, 4, 3, 2, 1].map((seq) => 1_700_000_000_000 + seq * 1000))
  expect(reads).toMatchObject([
    {
      reader: johanna,
      role: 'doctor',
      what: { kind: 'break_glass', minutes: 60, reason: 'She lay unconscious.' },
    },
    { reader: null, role: 'doctor', what: { kind: 'record', part: 'profile' } },
    { reader: johanna, what: { kind: 'file', visit } },
    { reader: johanna, what: { kind: 'visit', visit, part: 'board' } },
    { reader: johanna, what: { kind: 'record', part: 'visits' } },
  ])
  expect(opened).toEqual([
    expect.objectContaining({ subject: maria, object: breakGlass, sealedText: 'AbCd' }),
  ])
})

test('[X7] what they read themselves, what others read of others, and what is no reading is left out', async () => {
  await happen(
    { event: 'record.read', ...byJohanna, actor: maria, object: null, details: { part: 'visits' } },
    { event: 'record.read', ...byJohanna, subject: aPersonId(), object: null, details: { part: 'visits' } },
    { event: 'request.accepted', ...byJohanna, object: newId(), details: {} },
    { event: 'visit.joined', ...byJohanna, object: visit, details: {} },
  )
  expect(await readers.ofOwnRecord(asMaria)).toEqual({ reads: [], next: null })
})

test('[X7] looking at it is an event of its own, and does not fill the list', async () => {
  await readers.ofOwnRecord(asMaria)
  expect(await log.db.selectFrom('audit').selectAll().executeTakeFirstOrThrow()).toMatchObject({
    event: 'record.read',
    actor_id: maria,
    subject_id: maria,
    details: '{"part":"readers"}',
  })
  expect((await readers.ofOwnRecord(asMaria)).reads).toEqual([])
})

test('[X7] a long list comes in pages', async () => {
  const read = { event: 'record.read', ...byJohanna, object: null, details: { part: 'visits' } } as const
  await happen(...Array.from({ length: 70 }, () => read))
  const first = await readers.ofOwnRecord(asMaria)
  const second = await readers.ofOwnRecord(asMaria, first.next ?? undefined)
  expect([...first.reads, ...second.reads].map(({ seq }) => seq)).toEqual(
    Array.from({ length: 70 }, (_, index) => 70 - index),
  )
  expect(second.next).toBeNull()
})
