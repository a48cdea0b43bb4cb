import {
  breakGlassListSchema,
  breakGlassReplySchema,
  findPatientReplySchema,
  openBreakGlassListSchema,
  patientListSchema,
  patientRecordSchema,
  readersNewsSchema,
  readersPageSchema,
  waitingBreakGlassSchema,
  type BreakGlassAccess,
  type BreakGlassId,
  type OpenBreakGlass,
  type Participant,
  type PatientRecord,
  type PersonId,
  type ReadersPage,
  type Verdict,
} from '@visita/protocol'
import { ask, send } from './http.ts'

/** What the pages of records ask of the server. Every call throws `Refused`; every answer is parsed. */
export const recordApi = {
  async patients(): Promise<readonly Participant[]> {
    return (await ask(patientListSchema, 'GET', '/api/patients')).patients
  },
  /** By the whole e-mail address; null for nobody. */
  async findPatient(login: string): Promise<Participant | null> {
    return (await ask(findPatientReplySchema, 'POST', '/api/patients/find', { login })).patient
  },
  patient: (id: PersonId): Promise<PatientRecord> => ask(patientRecordSchema, 'GET', `/api/patients/${id}`),
  /** Who read one's own record, from the newest on, or from where `before` has ended. */
  readers: (before: number | null): Promise<ReadersPage> =>
    ask(readersPageSchema, 'GET', `/api/record/readers${before === null ? '' : `?before=${before}`}`),

  /** Asks first that the doctor shows who they are. */
  async breakGlass(patient: PersonId, reason: string): Promise<void> {
    await ask(breakGlassReplySchema, 'POST', '/api/break-glass', { patient, reason })
  },
  async closeBreakGlass(id: BreakGlassId): Promise<void> {
    await send('DELETE', `/api/break-glass/${id}`)
  },
  /** Of the doctor who asks. */
  async openAccesses(): Promise<readonly OpenBreakGlass[]> {
    return (await ask(openBreakGlassListSchema, 'GET', '/api/break-glass/open')).accesses
  },
  /** Of all doctors, for the privacy officer. */
  async accesses(): Promise<readonly BreakGlassAccess[]> {
    return (await ask(breakGlassListSchema, 'GET', '/api/break-glass')).accesses
  },
  async waitingForVerdict(): Promise<number> {
    return (await ask(waitingBreakGlassSchema, 'GET', '/api/break-glass/waiting')).waiting
  },
  async giveVerdict(id: BreakGlassId, verdict: Verdict): Promise<void> {
    await send('PUT', `/api/break-glass/${id}/verdict`, { verdict })
  },
  /** Accesses against the rule that the patient who asks has not seen yet. */
  async unseenAccesses(): Promise<number> {
    return (await ask(readersNewsSchema, 'GET', '/api/record/readers/news')).unseen
  },
}
