import { type CaseId, caseIdSchema, type LesionId, lesionIdSchema } from '@visita/protocol'
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

async function put({ fetch }: Pick<Browser, 'fetch'>, path: string, json: unknown): Promise<void> {
  const reply = await fetch(path, { method: 'PUT', json })
  if (reply.status !== 204) throw new Error(`not kept: ${reply.status} ${await reply.text()}`)
}
