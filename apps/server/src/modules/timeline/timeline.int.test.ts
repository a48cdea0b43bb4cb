import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type CaseId, type TimelineEntry, type TimelinePage, timelinePageSchema } from '@visita/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { caseStepMigrations } from '../../migrations/case-steps.ts'
import type { Tables } from '../../migrations/tables.ts'
import { openSqlite } from '../../platform/sqlite.ts'
import { type Account, anAccount, anAdministrator } from '../../testing/accounts.ts'
import { aCase, aMember, aNote, anEntry, aSignedNote, aTreatment } from '../../testing/cases.ts'
import { sendPhoto } from '../../testing/photos.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from '../../testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let ada: Account
let patient: Account
let doctor: Account
let colleague: Account
let caseId: CaseId

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  ada = await anAdministrator(server)
  doctor = await anAccount(server, ada, ['doctor'])
  colleague = await anAccount(server, ada, ['doctor'])
})
beforeEach(async () => {
  patient = await anAccount(server, ada, ['patient'])
  await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
  caseId = await aCase(doctor, patient)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const path = () => `/api/cases/${caseId}/timeline`
const read = async (by: Browser, query = ''): Promise<TimelinePage> =>
  timelinePageSchema.parse(await (await by.fetch(`${path()}?${query}`)).json())
const kindsIn = (entries: readonly TimelineEntry[]): string[] => entries.map(({ kind }) => kind)
const database = () => new DatabaseSync(join(server.dataDir, 'visita.db'))

/** One of everything, one after the other. */
async function fillTheCase(): Promise<void> {
  const treatment = await aTreatment(doctor, caseId)
  server.advance(1_000)
  await anEntry(doctor, caseId, { kind: 'treatment_stop', treatment, to: '2026', reason: 'wish', text: '' })
  server.advance(1_000)
  await sendPhoto(patient, { caseId })
  server.advance(1_000)
  await aSignedNote(doctor, caseId)
  server.advance(1_000)
  await aMember(doctor, caseId, colleague)
}

describe('[B27] the timeline of a case', () => {
  test('has all that happened in it, the newest first, and each kind alone', async () => {
    await fillTheCase()
    const { entries, next } = await read(doctor)
    expect(kindsIn(entries)).toEqual(['step', 'note', 'photo', 'treatment', 'treatment', 'step', 'visit'])
    expect(entries).toMatchObject([
      { step: 'member_added', by: doctor.self, doctor: colleague.self },
      { content: { text: 'Less scaling.' }, by: doctor.self },
      { slot: 'close_up', by: patient.self },
      { entry: { kind: 'treatment_stop' }, ended: 'Calcipotriol, once a day' },
      { entry: { kind: 'treatment' }, ended: null },
      { step: 'opened', doctor: null },
      { visit: { participants: [patient.self, doctor.self] } },
    ])
    expect(next).toBeNull()
    expect(kindsIn((await read(doctor, 'kind=treatment')).entries)).toEqual(['treatment', 'treatment'])
    expect((await read(patient)).entries).toEqual(entries)
  })

  test('is read on from where a page has ended, whatever came meanwhile and however many at one moment', async () => {
    await fillTheCase()
    const ids = (await read(doctor)).entries.map(({ id }) => id)
    const seen: string[] = []
    let before: string | null = ''
    while (before !== null) {
      const page: TimelinePage = await read(doctor, `limit=2${before === '' ? '' : `&before=${before}`}`)
      seen.push(...page.entries.map(({ id }) => id))
      before = page.next
      await aSignedNote(doctor, caseId)
    }
    expect(seen).toEqual(ids)
  })

  test('has no drafts, and no visits for who takes part in the case alone', async () => {
    await aNote(doctor, caseId)
    await aMember(doctor, caseId, colleague)
    expect(kindsIn((await read(doctor)).entries)).toEqual(['step', 'step', 'visit'])
    expect(kindsIn((await read(colleague)).entries)).toEqual(['step', 'step'])
  })

  test('says which note cannot be read, and shows the rest', async () => {
    const note = await aSignedNote(doctor, caseId)
    const db = database()
    db.prepare("update notes set sealed_content = 'bm90aGluZw==' where id = ?").run(note)
    db.close()
    expect((await read(doctor)).entries).toMatchObject([
      { kind: 'note', id: note, content: null },
      { kind: 'step' },
      { kind: 'visit' },
    ])
  })

  test('[B14] is a reading that the patient sees', async () => {
    await read(doctor)
    const reads: unknown = await (await patient.fetch('/api/record/readers')).json()
    expect(reads).toMatchObject({ reads: [{ what: { kind: 'case', case: caseId, part: 'timeline' } }] })
  })

  test('has what was handed over before there was one, out of the log', async () => {
    await aMember(doctor, caseId, colleague)
    await doctor.fetch(`/api/cases/${caseId}/state`, { method: 'PUT', json: { state: 'closed' } })
    const steps = async () =>
      (await read(doctor, 'kind=step')).entries.map(({ id: _id, ...rest }) => ({ ...rest }))
    const before = await steps()
    expect(before).toMatchObject([{ step: 'closed' }, { step: 'member_added' }, { step: 'opened' }])
    const db = openSqlite<Tables>(join(server.dataDir, 'visita.db'))
    await db.deleteFrom('case_steps').execute()
    await caseStepMigrations['0173_case_steps_from_log']?.up(db)
    await db.destroy()
    // The log writes its own time, of the same act.
    expect(await steps()).toEqual(before.map((step) => ({ ...step, at: expect.closeTo(step.at, -2) })))
  })

  test('[C31] is gone with whoever is erased', async () => {
    await fillTheCase()
    await ada.fetch(`/api/people/${patient.self.id}`, { method: 'DELETE' })
    expect((await doctor.fetch(path())).status).toBe(404)
    const db = database()
    expect(db.prepare('select id from case_steps where case_id = ?').all(caseId)).toEqual([])
    db.close()
  })
})
