import type { EndReason, Participant, PersonId, RequestOf } from '@visita/protocol'

export interface VisitEnd {
  /** `left`: the visit goes on without this person. */
  reason: EndReason | 'left'
  by: PersonId | null
  /** When this page learned it, in epoch milliseconds by this device's clock. */
  endedAt: number
}

export interface VisitEvents {
  ended: VisitEnd
  /** Another tab of this person has the seat now. */
  moved: undefined
  came: Participant
  left: Participant
}

/** What this page tells the server when it ends the visit. */
export type Ending = RequestOf<'room:end'>
