import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
  auditPageSchema,
  type CaseId,
  caseSchema,
  patientRecordSchema,
  readersPageSchema,
} from '@visita/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../platform/random.ts'
import { type Account, anAccount, anAdministrator } from '../../testing/accounts.ts'
import { aCase, aLesion, anEntry, aTreatment } from '../../testing/cases.ts'
import { theyMeet } from '../../testing/requests.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account
let patient: Account
let doctor: Account

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
  doctor = await anAccount(server, ada, ['doctor'])
})
beforeEach(async () => {
  patient = await anAccount(server, ada, ['patient'])
  await theyMeet(server, patient, doctor)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const answerTo = async (reader: Browser, id: CaseId) => reader.fetch(`/api/cases/${id}`)
const read = async (reader: Browser, id: CaseId) =>
  caseSchema.parse(await (await answerTo(reader, id)).json())
const setState = (by: Browser, id: CaseId, state: string) =>
  by.fetch(`/api/cases/${id}/state`, { method: 'PUT', json: { state } })

const add = (caseId: CaseId, id: string, entry: object) =>
  doctor.fetch(`/api/cases/${caseId}/entries/${id}`, { method: 'PUT', json: entry })

describe('[B27] a case', () => {
  test('has who opened it as its responsible doctor, and its lesions in their order', async () => {
    const id = await aCase(doctor, patient, { title: 'Mole at the neck', complaint: 'mole' })
    const first = await aLesion(doctor, id, { site: 'neck-back', label: 'Dark mole', since: '2024' })
    server.advance(1_000)
    const second = await aLesion(doctor, id, { since: null })
    for (const reader of [doctor, patient]) {
      expect(await read(reader, id)).toMatchObject({
        title: 'Mole at the neck',
        complaint: 'mole',
        state: 'open',
        closedAt: null,
        patient: patient.self,
        responsible: doctor.self,
        lesions: [
          { id: first, site: 'neck-back', label: 'Dark mole', since: '2024' },
          { id: second, site: 'forearm-front-left', since: null },
        ],
      })
    }
    const record = await (await patient.fetch(`/api/patients/${patient.self.id}`)).json()
    expect(patientRecordSchema.parse(record).cases).toMatchObject([{ id, responsible: doctor.self }])
  })

  test('is opened once, however often it is asked for, and by its id for one patient alone', async () => {
    const other = await anAccount(server, ada, ['patient'])
    await theyMeet(server, other, doctor)
    const id = await aCase(doctor, patient)
    const openAgain = (of: Browser) =>
      doctor.fetch(`/api/patients/${of.self.id}/cases/${id}`, {
        method: 'PUT',
        json: { title: 'Something else', complaint: 'other' },
      })
    expect((await openAgain(patient)).status).toBe(204)
    expect(await read(doctor, id)).toMatchObject({ title: 'Itching on the arm' })
    expect((await openAgain(other)).status).toBe(409)
    expect(await (await answerTo(patient, id)).text()).toContain('Itching on the arm')
  })

  test('is closed and opened again, and says when', async () => {
    const id = await aCase(doctor, patient)
    expect((await setState(doctor, id, 'closed')).status).toBe(204)
    expect(await read(doctor, id)).toMatchObject({ state: 'closed', closedAt: expect.any(Number) })
    expect((await setState(doctor, id, 'open')).status).toBe(204)
    expect(await read(doctor, id)).toMatchObject({ state: 'open', closedAt: null })
  })

  test('takes a corrected lesion in the place of the first, no place that there is not, and none of another case', async () => {
    const [id, other] = [await aCase(doctor, patient), await aCase(doctor, patient)]
    const lesion = await aLesion(doctor, id)
    const keep = (of: CaseId, json: object) =>
      doctor.fetch(`/api/cases/${of}/lesions/${lesion}`, { method: 'PUT', json })
    const corrected = { site: 'wrist-left', label: 'Scaling patch', since: null }
    expect((await keep(id, corrected)).status).toBe(204)
    expect((await read(doctor, id)).lesions).toMatchObject([{ id: lesion, ...corrected }])
    const nowhere = await keep(id, { ...corrected, site: 'third-arm' })
    expect([nowhere.status, await nowhere.json()]).toEqual([400, { error: 'bad_request', detail: 'site' }])
    expect((await keep(other, corrected)).status).toBe(409)
    expect((await read(doctor, other)).lesions).toEqual([])
  })
})

describe('[B27] the course of a case', () => {
  test('has diagnoses and treatments, each with who wrote it, and a treatment with why it was stopped', async () => {
    const id = await aCase(doctor, patient)
    const diagnosis = {
      kind: 'diagnosis',
      code: 'L40.0',
      label: 'Plaque psoriasis',
      certainty: 'confirmed',
      from: '2026',
    } as const
    await anEntry(doctor, id, diagnosis)
    const treatment = await aTreatment(doctor, id)
    const stop = {
      kind: 'treatment_stop',
      treatment,
      to: '2026-05',
      reason: 'side_effects',
      text: 'It burns.',
    } as const
    await anEntry(doctor, id, stop)
    expect((await read(patient, id)).course).toMatchObject({
      diagnoses: [{ label: 'Plaque psoriasis', code: 'L40.0', by: doctor.self, ended: null }],
      treatments: [{ id: treatment, stopped: { to: '2026-05', reason: 'side_effects', text: 'It burns.' } }],
    })
  })

  test('stops nothing without a reason, twice, or that is of another case', async () => {
    const [id, other] = [await aCase(doctor, patient), await aCase(doctor, patient)]
    const treatment = await aTreatment(doctor, id)
    const stop = { kind: 'treatment_stop', treatment, to: '2026-05', reason: 'wish', text: '' }
    expect((await add(id, newId(), { ...stop, reason: undefined })).status).toBe(400)
    expect((await add(other, newId(), stop)).status).toBe(400)
    const entry = newId()
    expect((await add(id, entry, stop)).status).toBe(204)
    // Sent again after its answer was lost.
    expect((await add(id, entry, stop)).status).toBe(204)
    expect((await add(id, entry, { ...stop, to: '2026' })).status).toBe(409)
    expect((await add(id, newId(), stop)).status).toBe(409)
  })
})

describe('[B11, C13] who may', () => {
  test('read and not write: the patient, and who has the record open against the rule', async () => {
    const id = await aCase(doctor, patient)
    const breaker = await anAccount(server, ada, ['doctor'])
    expect((await answerTo(breaker, id)).status).toBe(404)
    const json = { patient: patient.self.id, reason: 'Brought in unconscious.' }
    expect((await breaker.fetch('/api/break-glass', { method: 'POST', json })).status).toBe(200)
    for (const reader of [patient, breaker]) {
      expect((await answerTo(reader, id)).status).toBe(200)
      expect((await setState(reader, id, 'closed')).status).toBeGreaterThanOrEqual(403)
    }
    expect(await read(doctor, id)).toMatchObject({ state: 'open' })
  })

  test('neither: a doctor who treats somebody else', async () => {
    const stranger = await anAccount(server, ada, ['doctor'])
    const id = await aCase(doctor, patient)
    expect((await answerTo(stranger, id)).status).toBe(404)
    const opening = await stranger.fetch(`/api/patients/${patient.self.id}/cases/${newId()}`, {
      method: 'PUT',
      json: { title: 'Itching', complaint: 'rash' },
    })
    expect(opening.status).toBe(404)
  })
})

test('[B14, X7] every reading and change is in the log, and the patient sees who read', async () => {
  const officer = await anAccount(server, ada, ['privacy_officer'])
  const id = await aCase(doctor, patient)
  const lesion = await aLesion(doctor, id)
  await read(doctor, id)
  const found = await officer.fetch(
    `/api/audit?events=case.opened,case.changed,case.read&actor=${doctor.self.id}`,
  )
  const { entries } = auditPageSchema.parse(await found.json())
  expect(entries.slice(0, 3).map(({ event }) => event)).toMatchObject([
    { event: 'case.read', subject: patient.self.id, object: id, details: { part: 'case' } },
    { event: 'case.changed', object: id, details: { what: 'lesion', entry: lesion } },
    { event: 'case.opened', object: id },
  ])
  const { reads } = readersPageSchema.parse(await (await patient.fetch('/api/record/readers')).json())
  expect(reads).toMatchObject([{ reader: doctor.self, what: { kind: 'case', case: id, part: 'case' } }])
})

test('[C27] a lesion’s earlier words put back, or those of another row, do not open', async () => {
  const id = await aCase(doctor, patient)
  const lesion = await aLesion(doctor, id)
  const db = new DatabaseSync(join(server.dataDir, 'visita.db'))
  const before = db.prepare('select sealed_details from lesions where id = ?').get(lesion)
  const json = { site: 'wrist-left', label: 'Scaling patch', since: null }
  await doctor.fetch(`/api/cases/${id}/lesions/${lesion}`, { method: 'PUT', json })
  const words = String(before?.['sealed_details'])
  db.prepare('update lesions set sealed_details = ? where id = ?').run(words, lesion)
  db.close()
  expect((await answerTo(doctor, id)).status).toBe(500)
})

test('[C31] who is erased leaves no case behind', async () => {
  const id = await aCase(doctor, patient)
  await aLesion(doctor, id)
  expect((await ada.fetch(`/api/people/${patient.self.id}`, { method: 'DELETE' })).status).toBe(200)
  expect((await answerTo(doctor, id)).status).toBe(404)
  const db = new DatabaseSync(join(server.dataDir, 'visita.db'))
  expect(db.prepare('select 1 from cases where patient_id = ?').all(patient.self.id)).toEqual([])
  expect(db.prepare('select 1 from lesions where case_id = ?').all(id)).toEqual([])
  db.close()
})
