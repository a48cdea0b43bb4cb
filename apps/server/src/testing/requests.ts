import { type RequestId, requestIdSchema, type Seat } from '@visita/protocol'
import { newId } from '../platform/random.ts'
import { aPage, type Page } from './page.ts'
import type { Browser, TestServer } from './server.ts'

/** A patient asks for a visit. */
export async function aRequest(patient: Browser, change: Record<string, unknown> = {}): Promise<RequestId> {
  const id = requestIdSchema.parse(newId())
  const json = { reason: 'follow_up', text: 'The rash is back.', doctor: null, urgent: false, ...change }
  const reply = await patient.fetch(`/api/requests/${id}`, { method: 'PUT', json })
  if (reply.status !== 204) throw new Error(`not taken: ${reply.status} ${await reply.text()}`)
  return id
}

/** The doctor takes the request, and the patient answers. */
export async function takeRequest(
  requestId: RequestId,
  { doctor, patient }: { doctor: Page; patient: Page },
): Promise<{ doctorSeat: Seat; patientSeat: Seat }> {
  await doctor.get('queue:accept', { requestId })
  const { ringId } = await patient.hears('ring:incoming')
  const patientSeat = await patient.get('ring:accept', { ringId })
  const { seat: doctorSeat } = await doctor.hears('ring:accepted')
  return { doctorSeat, patientSeat }
}

/** The doctor takes the patient's request and ends the visit again: from then on they treat each other. */
export async function theyMeet(server: TestServer, patient: Browser, doctor: Browser): Promise<void> {
  const [patientPage, doctorPage] = [await aPage(server.url, patient), await aPage(server.url, doctor)]
  const pages = { doctor: doctorPage, patient: patientPage }
  const { roomId } = (await takeRequest(await aRequest(patient), pages)).doctorSeat
  await doctorPage.get('room:end', { roomId, reason: 'ended' })
  await patientPage.hears('room:ended')
  patientPage.socket.disconnect()
  doctorPage.socket.disconnect()
}
