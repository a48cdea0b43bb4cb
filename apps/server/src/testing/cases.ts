import {
  type AnswerRequest,
  type CaseEntry,
  type CaseId,
  caseIdSchema,
  type EntryId,
  entryIdSchema,
  type KeepNoteRequest,
  type LesionId,
  lesionIdSchema,
  type NoteId,
  noteIdSchema,
  type QuestionId,
  questionIdSchema,
  type ScoreId,
  scoreIdSchema,
  type ScoreRequest,
} from '@visita/protocol'
import { newId } from '../platform/random.ts'
import type { Browser } from './server.ts'

/** A doctor opens a case of a patient whom they treat. */
export async function aCase(
  doctor: Pick<Browser, 'fetch'>,
  patient: Pick<Browser, 'self'>,
  change: Record<string, unknown> = {},
): Promise<CaseId> {
  const id = caseIdSchema.parse(newId())
  const json = { title: 'Itching on the arm', complaint: 'rash', ...change }
  await put(doctor, `/api/patients/${patient.self.id}/cases/${id}`, json)
  return id
}

export async function aLesion(
  doctor: Pick<Browser, 'fetch'>,
  caseId: CaseId,
  change: Record<string, unknown> = {},
): Promise<LesionId> {
  const id = lesionIdSchema.parse(newId())
  const json = { site: 'forearm-front-left', label: 'Red patch', since: '2026-03', ...change }
  await put(doctor, `/api/cases/${caseId}/lesions/${id}`, json)
  return id
}

/** Writes into a case; returns the id of what was written. */
export async function anEntry(
  doctor: Pick<Browser, 'fetch'>,
  caseId: CaseId,
  entry: CaseEntry,
): Promise<EntryId> {
  const id = entryIdSchema.parse(newId())
  await put(doctor, `/api/cases/${caseId}/entries/${id}`, entry)
  return id
}

export const aTreatment = (doctor: Pick<Browser, 'fetch'>, caseId: CaseId): Promise<EntryId> =>
  anEntry(doctor, caseId, {
    kind: 'treatment',
    what: 'Calcipotriol, once a day',
    code: null,
    from: '2026-03',
  })

export async function aNote(
  doctor: Pick<Browser, 'fetch'>,
  caseId: CaseId,
  change: Partial<KeepNoteRequest> = {},
): Promise<NoteId> {
  const id = noteIdSchema.parse(newId())
  const draft = { after: 0, content: { kind: 'text', text: 'Less scaling.' }, visit: null, addendumTo: null }
  await put(doctor, `/api/cases/${caseId}/notes/${id}`, { ...draft, ...change })
  return id
}

export async function aSignedNote(doctor: Pick<Browser, 'fetch'>, caseId: CaseId): Promise<NoteId> {
  const id = await aNote(doctor, caseId)
  await put(doctor, `/api/cases/${caseId}/notes/${id}/signature`, { revision: 1 })
  return id
}

/** IGA 3, moderate, unless said. */
export const scoreOf = (change: Partial<ScoreRequest> = {}): ScoreRequest => ({
  instrument: 'iga',
  version: 1,
  answers: { grade: 3 },
  lesion: null,
  on: '2026-03-02',
  replaces: null,
  ...change,
})

export async function aScore(
  doctor: Pick<Browser, 'fetch'>,
  caseId: CaseId,
  change: Partial<ScoreRequest> = {},
): Promise<ScoreId> {
  const id = scoreIdSchema.parse(newId())
  await put(doctor, `/api/cases/${caseId}/scores/${id}`, scoreOf(change))
  return id
}

/** The doctor asks how much it itches. */
export async function aQuestion(doctor: Pick<Browser, 'fetch'>, caseId: CaseId): Promise<QuestionId> {
  const id = questionIdSchema.parse(newId())
  await put(doctor, `/api/cases/${caseId}/questions/${id}`, { instrument: 'itch_nrs' })
  return id
}

/** To what they are asked. */
export const answerOf = (change: Partial<AnswerRequest> = {}): AnswerRequest => ({
  instrument: 'itch_nrs',
  version: 1,
  answers: { worst: 7 },
  on: '2026-03-02',
  replaces: null,
  ...change,
})

export async function anAnswer(patient: Pick<Browser, 'fetch'>, caseId: CaseId): Promise<ScoreId> {
  const id = scoreIdSchema.parse(newId())
  await put(patient, `/api/cases/${caseId}/answers/${id}`, answerOf())
  return id
}

/** Of one lesion. */
export const MOLE = { instrument: 'tds', answers: { asymmetry: 1, border: 2, colours: 3, structures: 2 } }

/** The responsible doctor offers the case to another. */
export const anOffer = (
  doctor: Pick<Browser, 'fetch'>,
  caseId: CaseId,
  to: Pick<Browser, 'self'>,
): Promise<void> => put(doctor, `/api/cases/${caseId}/offer`, { to: to.self.id })

export const aMember = (
  doctor: Pick<Browser, 'fetch'>,
  caseId: CaseId,
  member: Pick<Browser, 'self'>,
): Promise<void> => put(doctor, `/api/cases/${caseId}/team/${member.self.id}`)

async function put({ fetch }: Pick<Browser, 'fetch'>, path: string, json?: unknown): Promise<void> {
  const reply = await fetch(path, { method: 'PUT', json })
  if (!reply.ok) throw new Error(`not kept: ${reply.status} ${await reply.text()}`)
}
