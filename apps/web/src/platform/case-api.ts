import {
  caseListSchema,
  caseSchema,
  keptRevisionSchema,
  noteListSchema,
  type Case,
  type CaseEntry,
  type CaseId,
  type CaseList,
  type CaseState,
  type EntryId,
  type KeepNoteRequest,
  type LesionId,
  type LesionRequest,
  type NoteId,
  type NoteList,
  type OfferAnswer,
  type OpenCaseRequest,
  type PersonId,
} from '@visita/protocol'
import { ask, send } from './http.ts'

/** What the pages of cases ask of the server. Every call throws `Refused`; every answer is parsed. */
export const caseApi = {
  /** Repeating it with the same id changes nothing. */
  async open(patient: PersonId, id: CaseId, details: OpenCaseRequest): Promise<void> {
    await send('PUT', `/api/patients/${patient}/cases/${id}`, details)
  },
  read: (id: CaseId): Promise<Case> => ask(caseSchema, 'GET', `/api/cases/${id}`),
  /** Of the doctor who asks. */
  own: (): Promise<CaseList> => ask(caseListSchema, 'GET', '/api/cases'),
  async offer(id: CaseId, to: PersonId): Promise<void> {
    await send('PUT', `/api/cases/${id}/offer`, { to })
  },
  async withdrawOffer(id: CaseId): Promise<void> {
    await send('DELETE', `/api/cases/${id}/offer`)
  },
  async answerOffer(id: CaseId, answer: OfferAnswer): Promise<void> {
    await send('PUT', `/api/cases/${id}/offer/answer`, { answer })
  },
  /** Where the responsible doctor no longer works here. */
  async takeOver(id: CaseId): Promise<void> {
    await send('PUT', `/api/cases/${id}/responsible`)
  },
  async addMember(id: CaseId, doctor: PersonId): Promise<void> {
    await send('PUT', `/api/cases/${id}/team/${doctor}`)
  },
  async removeMember(id: CaseId, doctor: PersonId): Promise<void> {
    await send('DELETE', `/api/cases/${id}/team/${doctor}`)
  },
  async setState(id: CaseId, state: CaseState): Promise<void> {
    await send('PUT', `/api/cases/${id}/state`, { state })
  },
  async addEntry(id: CaseId, entry: EntryId, content: CaseEntry): Promise<void> {
    await send('PUT', `/api/cases/${id}/entries/${entry}`, content)
  },
  /** Signed ones, and drafts for who may go on with them; the newest first. */
  notes: (id: CaseId): Promise<NoteList> => ask(noteListSchema, 'GET', `/api/cases/${id}/notes`),
  /** In the place of revision `after`; `conflict` where somebody else has written since. */
  async keepNote(id: CaseId, note: NoteId, draft: KeepNoteRequest): Promise<number> {
    return (await ask(keptRevisionSchema, 'PUT', `/api/cases/${id}/notes/${note}`, draft)).revision
  },
  async signNote(id: CaseId, note: NoteId, revision: number): Promise<void> {
    await send('PUT', `/api/cases/${id}/notes/${note}/signature`, { revision })
  },
  async removeNote(id: CaseId, note: NoteId): Promise<void> {
    await send('DELETE', `/api/cases/${id}/notes/${note}`)
  },
  async keepLesion(id: CaseId, lesion: LesionId, details: LesionRequest): Promise<void> {
    await send('PUT', `/api/cases/${id}/lesions/${lesion}`, details)
  },
}
