import { type RequestId, requestIdSchema } from '@visita/protocol'
import { newId } from '../platform/random.ts'
import { aPage } from './page.ts'
import type { Browser, TestServer } from './server.ts'

/** A patient asks for a visit. */
export async function aRequest(patient: Browser, change: Record<string, unknown> = {}): Promise<RequestId> {
  const id = requestIdSchema.parse(newId())
  const json = { reason: 'follow_up', text: 'The rash is back.', doctor: null, urgent: false, ...change }
  const reply = await patient.fetch(`/api/requests/${id}`, { method: 'PUT', json })
  if (reply.status !== 204) throw new Error(`not taken: ${reply.status} ${await reply.text()}`)
  return id
}

/** The doctor takes the patient's request and ends the visit again: from then on they treat each other. */
export async function theyMeet(server: TestServer, patient: Browser, doctor: Browser): Promise<void> {
  const [patientPage, doctorPage] = [await aPage(server.url, patient), await aPage(server.url, doctor)]
  await doctorPage.get('queue:accept', { requestId: await aRequest(patient) })
  const { ringId } = await patientPage.hears('ring:incoming')
  const { roomId } = await patientPage.get('ring:accept', { ringId })
  await doctorPage.hears('ring:accepted')
  await doctorPage.get('room:end', { roomId, reason: 'ended' })
  await patientPage.hears('room:ended')
  patientPage.socket.disconnect()
  doctorPage.socket.disconnect()
}
