import {
  type CheckResult,
  doctorListSchema,
  type MakeRequest,
  type Participant,
  type RequestId,
} from '@visita/protocol'
import { ask, send } from './http.ts'

/** What the pages of requests for a visit ask of the server over HTTP; the queue itself is live on the socket. */
export const requestApi = {
  /** Repeating it with the same id changes nothing. */
  async make(id: RequestId, request: MakeRequest): Promise<void> {
    await send('PUT', `/api/requests/${id}`, request)
  },
  async tellCheck(id: RequestId, check: CheckResult): Promise<void> {
    await send('PUT', `/api/requests/${id}/check`, check)
  },
  async withdraw(id: RequestId): Promise<void> {
    await send('DELETE', `/api/requests/${id}`)
  },
  async doctors(): Promise<Participant[]> {
    return (await ask(doctorListSchema, 'GET', '/api/doctors')).doctors
  },
}
