import type { KeptLine } from '@visita/call'
import type { PersonId, VisitRecord } from '@visita/protocol'

/**
 * The lines of the record for the conversation. What this person wrote may not have reached those who were in the room
 * then; `startedAt` is when the visit began by this device's clock, with which their times are brought to it.
 */
export function keptLines(
  { messages, participants, startedAt: began }: VisitRecord,
  { selfId, startedAt }: { selfId: PersonId; startedAt: number },
): KeptLine[] {
  const had = (joinedAt: number | null, sentAt: number): boolean =>
    joinedAt !== null && joinedAt - began <= sentAt - startedAt
  return messages.map(({ id, author, text, sentAt }) => {
    if (author !== selfId) return { id, author, text, sentAt, waitsFor: [] }
    const others = participants.filter(({ id: other, joinedAt }) => other !== selfId && had(joinedAt, sentAt))
    return { id, author: null, text, sentAt, waitsFor: others.map((other) => other.id) }
  })
}
