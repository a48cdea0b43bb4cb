import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { auditPageSchema, type CaseId, type NoteId, noteListSchema } from '@visita/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../platform/random.ts'
import { type Account, anAccount, anAdministrator } from '../../testing/accounts.ts'
import { aCase, aNote, aSignedNote } from '../../testing/cases.ts'
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
  for (const each of [doctor, colleague]) {
    await aVisit(server.services, patient.self, each.self, ['patient', 'doctor'])
  }
  caseId = await aCase(doctor, patient)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const list = async (by: Browser) =>
  noteListSchema.parse(await (await by.fetch(`/api/cases/${caseId}/notes`)).json()).notes
const keep = (by: Browser, id: string, after: number, text: string, change: object = {}) =>
  by.fetch(`/api/cases/${caseId}/notes/${id}`, {
    method: 'PUT',
    json: { after, content: { kind: 'text', text }, visit: null, addendumTo: null, ...change },
  })
const sign = (by: Browser, id: NoteId, revision: number) =>
  by.fetch(`/api/cases/${caseId}/notes/${id}/signature`, { method: 'PUT', json: { revision } })

describe('[B27] a note', () => {
  test('is kept as it is typed, read by those who can go on with it, and by the patient once it is signed', async () => {
    const id = await aNote(doctor, caseId)
    expect(await (await keep(doctor, id, 1, 'Less scaling, no itch.')).json()).toEqual({ revision: 2 })
    expect(await list(colleague)).toMatchObject([
      { id, revision: 2, content: { text: 'Less scaling, no itch.' }, by: doctor.self, signed: null },
    ])
    expect(await list(patient)).toEqual([])
    expect((await sign(doctor, id, 2)).status).toBe(204)
    expect(await list(patient)).toMatchObject([{ id, signed: { by: doctor.self } }])
  })

  test('[X8] overwrites nobody’s words: of two who edit one draft the later is told', async () => {
    const id = await aNote(doctor, caseId)
    expect((await keep(colleague, id, 1, 'Colleague’s words')).status).toBe(200)
    const crossed = await keep(doctor, id, 1, 'My words')
    expect([crossed.status, await crossed.json()]).toEqual([409, { error: 'conflict' }])
    expect(await list(doctor)).toMatchObject([
      { content: { text: 'Colleague’s words' }, by: colleague.self, revision: 2 },
    ])
    // Sent again after its answer was lost.
    expect((await keep(colleague, id, 1, 'Colleague’s words')).status).toBe(200)
  })

  test('is signed as it was seen, and never changes afterwards', async () => {
    const id = await aNote(doctor, caseId)
    await keep(colleague, id, 1, 'Another sentence')
    expect((await sign(doctor, id, 1)).status).toBe(409)
    expect((await sign(doctor, id, 2)).status).toBe(204)
    expect((await sign(doctor, id, 2)).status).toBe(204)
    expect((await sign(colleague, id, 2)).status).toBe(409)
    expect((await keep(doctor, id, 2, 'Changed')).status).toBe(409)
    const removing = await doctor.fetch(`/api/cases/${caseId}/notes/${id}`, { method: 'DELETE' })
    expect(removing.status).toBe(409)
    expect(await list(doctor)).toMatchObject([{ content: { text: 'Another sentence' }, revision: 2 }])
  })

  test('is added to by another, and a draft or a note of another case is not', async () => {
    const signed = await aSignedNote(doctor, caseId)
    const draft = await aNote(doctor, caseId)
    expect((await keep(colleague, newId(), 0, 'It was the right arm.', { addendumTo: signed })).status).toBe(
      200,
    )
    expect((await keep(colleague, newId(), 0, 'More', { addendumTo: draft })).status).toBe(400)
    expect((await keep(colleague, newId(), 0, 'More', { addendumTo: newId() })).status).toBe(400)
    const elsewhere = await aCase(doctor, patient)
    const url = `/api/cases/${elsewhere}/notes/${draft}`
    const json = { after: 0, content: { kind: 'text', text: 'x' }, visit: null, addendumTo: null }
    expect((await doctor.fetch(url, { method: 'PUT', json })).status).toBe(409)
    expect((await doctor.fetch(url, { method: 'DELETE' })).status).toBe(404)
  })

  test('[B33] is the record of a visit of this patient, and of no other', async () => {
    const visit = await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
    const other = await anAccount(server, ada, ['patient'])
    const strange = await aVisit(server.services, other.self, doctor.self, ['patient', 'doctor'])
    expect((await keep(doctor, newId(), 0, 'Seen', { visit })).status).toBe(200)
    expect((await keep(doctor, newId(), 0, 'Seen', { visit: strange })).status).toBe(400)
    expect(await list(doctor)).toMatchObject([{ visit }])
  })

  test('[B14] is in the log with the hash of what was signed; one that was changed behind the server is not shown', async () => {
    const officer = await anAccount(server, ada, ['privacy_officer'])
    const [other, id] = [await aSignedNote(doctor, caseId), await aSignedNote(doctor, caseId)]
    const found = await officer.fetch(`/api/audit?events=note.signed&subject=${patient.self.id}`)
    const { entries } = auditPageSchema.parse(await found.json())
    const db = new DatabaseSync(join(server.dataDir, 'visita.db'))
    const hash = db.prepare('select signed_hash as hash from notes where id = ?').get(id)?.['hash']
    expect(entries[0]?.event).toMatchObject({ event: 'note.signed', details: { note: id, hash } })
    db.prepare('update notes set signed_at = signed_at + 1 where id = ?').run(id)
    db.close()
    const shown = noteListSchema.parse(await (await doctor.fetch(`/api/cases/${caseId}/notes`)).json())
    expect(shown).toMatchObject({ notes: [{ id: other }], unreadable: [{ id, by: doctor.self }] })
    expect(server.log.join('')).toMatch(`"noteId":"${id}"`)
  })
})
