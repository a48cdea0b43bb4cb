import type { PersonId } from '@visita/protocol'
import { Refusal } from '../../platform/http-errors.ts'
import type { StoredVisit } from './visit-repository.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Those who took part may read a visit. To all others it does not exist, so that ids cannot be tried. */
export function requireParticipant(visit: StoredVisit | null, personId: PersonId): StoredVisit {
  const takesPart = visit?.participants.some(({ person }) => person.id === personId) ?? false
  if (visit === null || !takesPart) throw new Refusal('not_found')
  return visit
}

/** They may add to it while it goes on and for a day: a phone may reach the network only hours later. */
export function requireWriter(visit: StoredVisit | null, personId: PersonId, now: number): StoredVisit {
  const found = requireParticipant(visit, personId)
  if (found.end !== null && now - found.end.endedAt >= DAY_MS) throw new Refusal('visit_ended')
  return found
}

/** An upload is its sender's alone, also among the two. */
export function requireSender(senderId: string, personId: PersonId): void {
  if (senderId !== personId) throw new Refusal('not_found')
}
