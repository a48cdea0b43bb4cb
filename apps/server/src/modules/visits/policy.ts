import type { PersonId, Relation } from '@visita/protocol'
import { Refusal } from '../../platform/http-errors.ts'
import type { StoredVisit } from './visit-repository.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** What taking part makes of somebody: a patient's visit is theirs, the others in it are related. */
export function relationIn({ patient, participants }: StoredVisit, personId: PersonId): Relation {
  if (!participants.some(({ person }) => person.id === personId)) return 'unrelated'
  return patient === personId ? 'owner' : 'related'
}

/** A visit is added to while it goes on and for a day: a phone may reach the network only hours later. */
export function requireOpenToWrite({ end }: StoredVisit, now: number): void {
  if (end !== null && now - end.endedAt >= DAY_MS) throw new Refusal('visit_ended')
}

/** For what is on its way when somebody leaves: a line that was just written, the last board. */
const FLUSH_MS = 10 * 60 * 1000

/** Whoever has left a visit that goes on without them adds no more to it. */
export function requireStillIn({ participants }: StoredVisit, personId: PersonId, now: number): void {
  const goneAt = participants.find(({ person }) => person.id === personId)?.goneAt ?? null
  if (goneAt !== null && now - goneAt >= FLUSH_MS) throw new Refusal('visit_ended')
}

/**
 * Up to when they may read what was kept, in epoch milliseconds; null for all of it. Reading ends with leaving for
 * those who were invited into it; for the two who began it, it is their visit.
 */
export function readsUntil({ participants }: StoredVisit, personId: PersonId): number | null {
  const taken = participants.find(({ person }) => person.id === personId)
  return taken !== undefined && taken.place >= 2 ? taken.goneAt : null
}

/** An upload is its sender's alone, also among the two. */
export function requireSender(senderId: string, personId: PersonId): void {
  if (senderId !== personId) throw new Refusal('not_found')
}
