import {
  caseSchema,
  type Case,
  type CaseId,
  type CaseState,
  type LesionId,
  type LesionRequest,
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
  async setState(id: CaseId, state: CaseState): Promise<void> {
    await send('PUT', `/api/cases/${id}/state`, { state })
  },
  async keepLesion(id: CaseId, lesion: LesionId, details: LesionRequest): Promise<void> {
    await send('PUT', `/api/cases/${id}/lesions/${lesion}`, details)
  },
}
