import { join } from 'node:path'
import type { AuditEventOf, PersonId } from '@visita/protocol'
import { fastify, type FastifyInstance } from 'fastify'
import { CompiledQuery, type Kysely } from 'kysely'
import type { Tables } from '../../apps/server/src/migrations/tables.ts'
import { openSqlite } from '../../apps/server/src/platform/sqlite.ts'
import { type Account, anAccount, anAdministrator } from '../../apps/server/src/testing/accounts.ts'
import { aFolder, aServer, aVisit, type TestServer } from '../../apps/server/src/testing/server.ts'
import { sendFile } from '../../apps/server/src/testing/uploads.ts'
import type { Lab } from '../lab.ts'
import type { Measure } from '../measure.ts'
import { atMostPlus, rowOf } from '../result.ts'

const VISITS = 12
const MESSAGES = 40
const FILES = 6
/** Pairs of readings in each run. */
const PAIRS = 40
const PNG = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64')

const subject = { name: 'record page: record and visit', unit: 'ms', bar: atMostPlus(2, 'ms') }

/** The addresses of a record and of one of its visits. */
type Page = readonly string[]

/** A record as it is after a year, with one visit in which much was written; the doctor may read it. */
async function aRecord(
  server: TestServer,
): Promise<{ doctor: Account; patientId: PersonId; visitId: string }> {
  const administrator = await anAdministrator(server)
  const doctor = await anAccount(server, administrator, ['doctor'])
  const patient = await anAccount(server, administrator, ['patient'])
  const visits: string[] = []
  for (let count = 0; count < VISITS; count += 1) {
    visits.push(await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor']))
  }
  const [visitId = ''] = visits
  for (let count = 0; count < MESSAGES; count += 1) {
    const text = `Line ${count}: the rash on the left arm itches less than last week, and does not spread.`
    const json = { text, sentAt: server.now() }
    const author = count % 2 === 0 ? patient : doctor
    await author.fetch(`/api/visits/${visitId}/messages/${crypto.randomUUID()}`, { method: 'PUT', json })
  }
  for (let count = 0; count < FILES; count += 1)
    await sendFile(patient, { visitId, name: `Arm ${count}.jpg` })
  const board = { revision: 1, scene: '{"elements":[]}', png: PNG }
  await doctor.fetch(`/api/visits/${visitId}/board`, { method: 'PUT', json: board })
  return { doctor, patientId: patient.self.id, visitId }
}

const READINGS: Readonly<Record<string, readonly string[]>> = {
  patients: [
    'select * from persons where id = ?',
    'select * from care_team where patient_id = ?',
    'select persons.* from persons join care_team on care_team.doctor_id = persons.id where care_team.patient_id = ?',
    'select * from visits where patient_id = ? order by started_at desc',
    'select participants.* from participants join visits on visits.id = participants.visit_id where visits.patient_id = ?',
  ],
  visits: [
    'select * from visits where id = ?',
    'select * from participants where visit_id = ? order by place',
    'select * from messages where visit_id = ? order by sent_at, stored_at',
    'select * from files where visit_id = ?',
    'select visit_id, revision, updated_at from boards where visit_id = ?',
  ],
}

/**
 * The same server software reads the same rows from the same database, notes each reading in the log as ours does,
 * and sends the rows as they are: nobody is asked who they are, and nothing is opened.
 */
async function startPlain(db: Kysely<Tables>, note: () => Promise<void>): Promise<FastifyInstance> {
  const server = fastify()
  for (const [part, statements] of Object.entries(READINGS)) {
    server.get<{ Params: { id: string } }>(`/${part}/:id`, async ({ params: { id } }) => {
      await note()
      const rows: unknown[] = []
      for (const statement of statements) {
        rows.push((await db.executeQuery(CompiledQuery.raw(statement, [id]))).rows)
      }
      return rows
    })
  }
  await server.listen({ host: '127.0.0.1', port: 0 })
  return server
}

/** Milliseconds until both answers are there. */
async function timeOf(page: Page, read: (path: string) => Promise<Response>): Promise<number> {
  const begun = performance.now()
  for (const path of page) {
    const answer = await read(path)
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
    await answer.arrayBuffer()
  }
  return performance.now() - begun
}

/** The reading of a record page with all that protects it, and without. */
async function measure({ runs }: Pick<Lab, 'runs'>) {
  await using folder = await aFolder()
  const server = await aServer(folder.path)
  const { doctor, patientId, visitId } = await aRecord(server)
  const db = openSqlite<Tables>(join(folder.path, 'visita.db'))
  const reading: AuditEventOf<'record.read'> = {
    event: 'record.read',
    actor: doctor.self.id,
    actorRole: 'doctor',
    subject: patientId,
    object: null,
    details: { part: 'visits' },
  }
  const note = () => db.transaction().execute((tx) => server.services.audit.write(tx, reading))
  const plain = await startPlain(db, note)
  const plainUrl = plain.listeningOrigin
  try {
    const ours = () =>
      timeOf([`/api/patients/${patientId}`, `/api/visits/${visitId}`], (path) => doctor.fetch(path))
    const reference = () =>
      timeOf([`/patients/${patientId}`, `/visits/${visitId}`], (path) => fetch(plainUrl + path))
    const samples: { ours: number[]; reference: number[] } = { ours: [], reference: [] }
    // What is compiled on the way is no part of either.
    for (let pair = 0; pair < PAIRS; pair += 1) await Promise.all([ours(), reference()])
    for (let pair = 0; pair < runs * PAIRS; pair += 1) {
      samples.reference.push(await reference())
      samples.ours.push(await ours())
    }
    return samples
  } finally {
    await plain.close()
    await db.destroy()
    await server.close()
  }
}

export const recordPage: Measure = {
  subjects: [subject],
  run: async (lab) => {
    const { ours, reference } = await measure(lab)
    return [rowOf(subject, ours, { name: 'the same rows, unprotected', samples: reference })]
  },
}
