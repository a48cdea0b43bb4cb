import { type AuditEvent, auditEventSchema } from '@visita/protocol'
import type { AuditRow } from './chain.ts'

/** The event that a row tells of; null where it is none that Visita writes, so that it was changed. */
export function eventOf(row: AuditRow): AuditEvent | null {
  const parsed = auditEventSchema.safeParse({
    event: row.event,
    actor: row.actor_id,
    actorRole: row.actor_role,
    subject: row.subject_id,
    object: row.object_id,
    details: parseJson(row.details),
    ...(row.sealed_text === null ? {} : { sealedText: row.sealed_text }),
  })
  return parsed.success ? parsed.data : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
