import type {
  Participant,
  Person,
  PersonId,
  ReplyOf,
  RingId,
  RingInto,
  RingOutcome,
  Seat,
} from '@visita/protocol'
import type { Connection } from '../../platform/sockets.ts'

export interface Ring {
  id: RingId
  from: Participant
  /** The page that rings, or the last one that did; null where a visit that goes on rings. */
  caller: Connection | null
  callee: Participant
  into: RingInto
  timeout: NodeJS.Timeout
  answer: (callee: Connection) => Promise<Answered>
  /** Told how it ended without an answer. */
  tell: (outcome: RingOutcome) => void
  /** Answered, and the visit is being written. */
  answered: boolean
  /** Cancelled after that. */
  withdrawn: boolean
  /** Runs while one of the two is away, and ends the ring. */
  away: Map<PersonId, NodeJS.Timeout>
}

/** Opens the visit once both want it; the seats are in the order caller, callee. */
export type OpenVisit = (caller: Connection, callee: Connection) => Promise<readonly [Seat, Seat]>
export type Ringing = ReplyOf<'queue:accept'>

/** The seats after an answer; none of the caller's where a visit rang. */
interface Answered {
  seat: Seat
  callersSeat: Seat | null
}

/** Somebody is rung into a visit that goes on. */
export interface Invitation {
  from: Participant
  callee: Person | null
  /** Seats whoever answered. */
  admit: (callee: Connection) => Promise<Seat>
  onOver: (outcome: RingOutcome) => void
}

export function stopTimers({ timeout, away }: Ring): void {
  clearTimeout(timeout)
  for (const timer of away.values()) clearTimeout(timer)
  away.clear()
}
