import { VISIT_ITEMS } from '@visita/protocol'
import { newId } from '../../platform/random.ts'
import { answerOf, scoreOf } from '../cases.ts'
import { aPhotoFile, photoAnnouncement, photoBytes } from '../photos.ts'
import type { Browser } from '../server.ts'
import type { Sender } from './sender.ts'

/** A case with all that is written into it, and a photograph. */
export async function followACase(sender: Sender, patient: Browser, doctor: Browser): Promise<void> {
  const ids = { personId: patient.self.id, caseId: newId(), lesionId: newId() }
  const opened = { title: `${sender.mark()} on the arm`, complaint: 'rash' }
  const open = 'PUT /api/patients/:personId/cases/:caseId'
  await sender.ask(open, doctor, { ids, json: opened, expected: 204 })
  const lesion = { site: 'forearm-front-left', label: `${sender.mark()} patch`, since: '2026-03' }
  const keep = 'PUT /api/cases/:caseId/lesions/:lesionId'
  await sender.ask(keep, doctor, { ids, json: lesion, expected: 204 })
  await treat(sender, doctor, ids)
  await note(sender, doctor, ids)
  await score(sender, patient, doctor, ids)
  await sender.ask('GET /api/cases/:caseId', patient, { ids, expected: 200 })
  await photographIt(sender, patient, doctor, { caseId: ids.caseId, photoId: newId() })
}

/** What the telephone wrote into the file is in the original alone, and that is sealed. */
async function photographIt(
  sender: Sender,
  patient: Browser,
  doctor: Browser,
  ids: { caseId: string; photoId: string },
): Promise<void> {
  const file = await aPhotoFile(`${sender.mark()} `.repeat(200))
  const announce = { ...photoAnnouncement({ ...ids, file }), expected: 201 }
  const announced = await sender.ask('POST /api/photo-uploads/:storageId?', patient, announce)
  const storageId = announced.headers.get('location')?.split('/').at(-1) ?? ''
  const send = { ids: { storageId }, ...photoBytes(file), expected: 204 }
  await sender.ask('PATCH /api/photo-uploads/:storageId?', patient, send)
  const retake = 'PUT /api/cases/:caseId/photos/:photoId/retake'
  await sender.ask(retake, doctor, { ids, json: { why: 'blurred' }, expected: 204 })
  await sender.ask('GET /api/photos/new', doctor, { expected: 200 })
  await sender.ask('GET /api/cases/:caseId/photos', doctor, { ids, expected: 200 })
  for (const rendition of ['thumb', 'screen', 'original']) {
    const read = 'GET /api/cases/:caseId/photos/:photoId/:rendition'
    await sender.ask(read, doctor, { ids: { ...ids, rendition }, expected: 200 })
  }
}

async function note(sender: Sender, doctor: Browser, { caseId }: { caseId: string }): Promise<void> {
  const name = 'PUT /api/cases/:caseId/notes/:noteId'
  const items = Object.fromEntries(VISIT_ITEMS.map((item) => [item, `${sender.mark()} of ${item}`]))
  const contents = [
    { kind: 'text', text: `${sender.mark()} scaling` },
    { kind: 'visit', items },
  ]
  for (const content of contents) {
    const ids = { caseId, noteId: newId() }
    const json = { after: 0, content, visit: null, addendumTo: null }
    await sender.ask(name, doctor, { ids, json, expected: 200 })
    await sender.ask(`${name}/signature`, doctor, { ids, json: { revision: 1 }, expected: 204 })
  }
  await sender.ask('GET /api/cases/:caseId/notes', doctor, { ids: { caseId }, expected: 200 })
}

/** Numbers and closed words alone. */
async function score(
  sender: Sender,
  patient: Browser,
  doctor: Browser,
  { caseId }: { caseId: string },
): Promise<void> {
  const ids = () => ({ caseId, scoreId: newId(), questionId: newId() })
  const enter = 'PUT /api/cases/:caseId/scores/:scoreId'
  await sender.ask(enter, doctor, { ids: ids(), json: scoreOf(), expected: 204 })
  const ask = 'PUT /api/cases/:caseId/questions/:questionId'
  await sender.ask(ask, doctor, { ids: ids(), json: { instrument: 'itch_nrs' }, expected: 204 })
  await sender.ask('GET /api/questions', patient, { expected: 200 })
  const answer = 'PUT /api/cases/:caseId/answers/:scoreId'
  await sender.ask(answer, patient, { ids: ids(), json: answerOf(), expected: 204 })
  await sender.ask('GET /api/cases/:caseId/scores', doctor, { ids: { caseId }, expected: 200 })
}

async function treat(sender: Sender, doctor: Browser, { caseId }: { caseId: string }): Promise<void> {
  const add = 'PUT /api/cases/:caseId/entries/:entryId'
  const [diagnosis, treatment] = [newId(), newId()]
  const write = (entryId: string, json: object) =>
    sender.ask(add, doctor, { ids: { caseId, entryId }, json, expected: 204 })
  const [label, what, text] = [
    `${sender.mark()} psoriasis`,
    `${sender.mark()} cream`,
    `${sender.mark()} burns`,
  ]
  await write(diagnosis, { kind: 'diagnosis', code: 'L40.0', label, certainty: 'confirmed', from: '2026' })
  await write(treatment, { kind: 'treatment', what, code: null, from: '2026-03' })
  await write(newId(), { kind: 'treatment_stop', treatment, to: '2026-04', reason: 'side_effects', text })
}

/** What a patient is asked before the first visit. */
export async function tellBackground(sender: Sender, patient: Browser): Promise<void> {
  const content = {
    allergies: [`${sender.mark()} penicillin`],
    medicines: [`${sender.mark()} tablets`],
    illnesses: `${sender.mark()} of the heart`,
    skin: `${sender.mark()} as a child`,
    pregnancy: 'no',
  }
  const ids = { personId: patient.self.id }
  const json = { after: 0, content }
  await sender.ask('PUT /api/patients/:personId/background', patient, { ids, json, expected: 200 })
  await sender.ask('GET /api/patients/:personId/background', patient, { ids, expected: 200 })
}
