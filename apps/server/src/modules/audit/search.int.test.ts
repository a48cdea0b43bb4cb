import { text } from 'node:stream/consumers'
import {
  type AuditEvent,
  type AuditFilter,
  auditExportQuerySchema,
  auditPageSchema,
  auditQuerySchema,
  type Participant,
  type PersonId,
} from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { newId } from '../../platform/random.ts'
import { aFolder } from '../../testing/server.ts'
import { aLog, anEvent, aPersonId, TENANT, write } from './audit.fixtures.ts'
import { genesisOf, hashOfRow } from './chain.ts'
import { AuditRepository } from './repository.ts'
import { AuditSearch } from './search.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let log: Awaited<ReturnType<typeof aLog>>
let search: AuditSearch

const officer = { actor: aPersonId(), actorRole: 'privacy_officer' } as const
const doctor = aPersonId()
const maria = aPersonId()
/** Everybody who is still known. */
const people: Participant[] = [
  { id: doctor, displayName: 'Dr. Johanna Weber' },
  { id: officer.actor, displayName: 'Beatriz Officer' },
]
const namesOf = (ids: PersonId[]) => Promise.resolve(people.filter(({ id }) => ids.includes(id)))

beforeEach(async () => {
  folder = await aFolder()
  log = await aLog(folder.path)
  const { db, audit } = log
  search = new AuditSearch({ db, audit, repository: new AuditRepository(db), namesOf })
})
afterEach(async () => {
  await log[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

const happen = (...events: AuditEvent[]): Promise<void> =>
  log.db.transaction().execute(async (tx) => {
    for (const event of events) await log.audit.write(tx, event)
  })
const lastEvent = () =>
  log.db.selectFrom('audit').selectAll().orderBy('seq', 'desc').executeTakeFirstOrThrow()
const found = async (filter: AuditFilter): Promise<number[]> =>
  (await search.search(officer, filter)).entries.map(({ seq }) => seq)
const exported = async (filter: AuditFilter, format: 'csv' | 'ndjson'): Promise<string> =>
  text(await search.export(officer, filter, format))

describe('[B14] the privacy officer searches the log', () => {
  beforeEach(() =>
    happen(
      anEvent({ actor: doctor, subject: maria }),
      anEvent({ actor: doctor }),
      anEvent({ event: 'request.accepted', subject: maria, object: newId(), details: {} }),
      anEvent({ event: 'person.erased', details: {} }),
    ),
  )

  test.each<[string, () => AuditFilter, number[]]>([
    ['everything', () => ({}), [4, 3, 2, 1]],
    ['by who did it', () => ({ actor: doctor }), [2, 1]],
    ['by the patient', () => ({ subject: maria }), [3, 1]],
    ['by both', () => ({ actor: doctor, subject: maria }), [1]],
    ['by kinds', () => ({ events: ['request.accepted', 'person.erased'] }), [4, 3]],
    ['by time, the beginning included and the end not', () => ({ from: at(2), until: at(4) }), [3, 2]],
    ['in vain', () => ({ actor: aPersonId() }), []],
  ])('%s', async (_what, filter, seqs) => {
    expect(await found(filter())).toEqual(seqs)
  })

  test('and sees what happened, with the names of those who did it and of nobody else', async () => {
    const page = auditPageSchema.parse(await search.search(officer, { subject: maria, actor: doctor }))
    expect(page).toEqual({
      entries: [
        {
          seq: 1,
          at: at(1),
          event: {
            event: 'record.read',
            actor: doctor,
            actorRole: 'doctor',
            subject: maria,
            object: null,
            details: { part: 'profile' },
          },
        },
      ],
      actors: [people[0]],
      next: null,
    })
  })

  test('which is an event of its own', async () => {
    await search.search(officer, { subject: maria, actor: doctor, from: 5 })
    expect(await lastEvent()).toMatchObject({
      seq: 5,
      event: 'audit.searched',
      actor_id: officer.actor,
      actor_role: 'privacy_officer',
      subject_id: maria,
      details: JSON.stringify({ actor: doctor, from: 5, until: null }),
    })
  })

  test.each([
    ['details', { details: '{"part":"Maria Alves"}' }],
    ['details', { details: 'no JSON' }],
    ['actor_id', { actor_id: '=1+1' }],
  ])('and is told of an event whose %s nobody can have written', async (_column, change) => {
    await log.db.updateTable('audit').set(change).where('seq', '=', 2).execute()
    const { entries } = await search.search(officer, {})
    expect(entries.map(({ seq, event }) => [seq, event === null])).toEqual([
      [4, false],
      [3, false],
      [2, true],
      [1, false],
    ])
  })
})

/** The clock of `aLog` ticks a second with each event. */
const at = (seq: number): number => 1_700_000_000_000 + seq * 1000

test('[B14] pages follow each other without a gap or a repetition, whatever is written meanwhile', async () => {
  await write(log.db, log.audit, 230)
  const seqs: number[] = []
  for (let before: number | undefined; ;) {
    const { entries, next } = await search.search(officer, { events: ['record.read'] }, before)
    seqs.push(...entries.map(({ seq }) => seq))
    if (next === null) break
    before = next
    await write(log.db, log.audit)
  }
  expect(seqs).toEqual(Array.from({ length: 230 }, (_, index) => 230 - index))
})

describe('[B14] the log is exported', () => {
  test('as NDJSON, from which the chain can be verified, the event of the export included', async () => {
    await write(log.db, log.audit, 1_200)
    const stream = await search.export(officer, {}, 'ndjson')
    await write(log.db, log.audit, 3)
    const lines = (await text(stream)).trimEnd().split('\n')
    expect(lines).toHaveLength(1_201)
    let previous = genesisOf(TENANT)
    for (const line of lines) {
      const row = rowSchema.parse(JSON.parse(line))
      expect(row.prev_hash).toBe(previous)
      expect(row.hash).toBe(hashOfRow(row))
      previous = row.hash
    }
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      event: 'audit.exported',
      actor_id: officer.actor,
      details: '{"actor":null,"from":null,"until":null,"format":"ndjson"}',
    })
  })

  test('as CSV, of what fits alone', async () => {
    await happen(anEvent({ actor: doctor, subject: maria }), anEvent())
    const lines = (await exported({ subject: maria, events: ['record.read'] }, 'csv')).split('\r\n')
    const { hash, prev_hash } = await log.db
      .selectFrom('audit')
      .select(['hash', 'prev_hash'])
      .where('seq', '=', 1)
      .executeTakeFirstOrThrow()
    expect(lines).toEqual([
      '"time","seq","at","event","actor_id","actor_role","subject_id","object_id","details","sealed_text","prev_hash","hash"',
      `"2023-11-14T22:13:21.000Z","1","${at(1)}","record.read","${doctor}","doctor","${maria}","","{""part"":""profile""}","","${prev_hash}","${hash}"`,
      '',
    ])
    expect(await lastEvent()).toMatchObject({ event: 'audit.exported', subject_id: maria })
  })

  test.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '＝1'])(
    'as CSV in which %j, put there by somebody, is no formula',
    async (formula) => {
      await happen(anEvent())
      await log.db.updateTable('audit').set({ details: formula }).where('seq', '=', 1).execute()
      const csv = await exported({}, 'csv')
      expect(csv).toContain(`,"'${formula.replaceAll('"', '""')}",`)
      expect(csv).not.toContain(`,"${formula.slice(0, 1)}`)
    },
  )

  test('also where somebody made of the time what is none', async () => {
    await happen(anEvent())
    await log.db.updateTable('audit').set({ at: 9e15 }).execute()
    expect(await exported({}, 'csv')).toContain('"","1","9000000000000000",')
  })
})

const rowSchema = z.object({
  seq: z.number(),
  at: z.number(),
  actor_id: z.string().nullable(),
  actor_role: z.enum(['doctor', 'privacy_officer']),
  event: z.enum(['record.read', 'audit.exported']),
  subject_id: z.string().nullable(),
  object_id: z.string().nullable(),
  details: z.string(),
  sealed_text: z.string().nullable(),
  prev_hash: z.string(),
  hash: z.string(),
})

describe('what is asked for in an address', () => {
  test('is read', () => {
    expect(
      auditQuerySchema.parse({ from: '12', events: 'record.read,file.read', subject: maria, before: '7' }),
    ).toEqual({ from: 12, events: ['record.read', 'file.read'], subject: maria, before: 7 })
    expect(auditQuerySchema.parse({})).toEqual({})
    expect(auditExportQuerySchema.parse({ format: 'csv' })).toEqual({ format: 'csv' })
  })

  test.each([
    { from: '-1' },
    { until: '1e3' },
    { from: '99999999999999999' },
    { events: '' },
    { events: 'record.read,everything' },
    { actor: 'Maria' },
    { before: '0' },
    { subject: ['a', 'b'] },
  ])('is refused when it is %j', (query) => {
    expect(auditQuerySchema.safeParse(query).success).toBe(false)
  })
})
