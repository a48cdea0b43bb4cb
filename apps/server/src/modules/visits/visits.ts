import type {
  CompanionRole,
  EndReason,
  Participant,
  PersonId,
  RoomId,
  SeatToken,
  VisitId,
  VisitRole,
} from '@visita/protocol'

/** How a visit ended; `endedAt` in epoch milliseconds, `by` null when nobody ended it. */
export interface VisitEnd {
  reason: EndReason
  by: PersonId | null
  endedAt: number
}

/** `by` is for the record; `asker`, for the log, is whose page asked where that is somebody else. */
export interface HowEnded {
  reason: EndReason
  by: PersonId | null
  asker?: PersonId
}

/** A visit as those in it know it. `startedAt` in epoch milliseconds; `end` is null while it goes on. */
export interface Visit {
  id: VisitId
  roomId: RoomId
  startedAt: number
  /** In the order of their places. */
  attendees: readonly PlacedAttendee[]
  /** Those who left while it went on. */
  gone: readonly PlacedAttendee[]
  /** Nobody else comes in. */
  locked: boolean
  end: VisitEnd | null
}

/** A person and as what they take part. */
export interface Attendee {
  person: Participant
  role: VisitRole
}

/** `place`: the order of coming, 0 for the caller. */
export interface PlacedAttendee extends Attendee {
  place: number
}

export type LinkEvent = 'visit.link_made' | 'visit.link_withdrawn' | 'visit.link_used'

/**
 * The lifecycle of visits, kept in the database before it is answered. Whoever calls decides who may;
 * only `reopen` and the HTTP routes judge for themselves.
 */
export interface Visits {
  /**
   * Both are in the room from the start; `participants` and `seatTokens` are in the order caller, callee. With one
   * patient among them the visit belongs to that patient's record, and is erased with it.
   */
  open(visit: {
    roomId: RoomId
    participants: readonly [Attendee, Attendee]
    seatTokens: readonly [SeatToken, SeatToken]
    from: 'lobby' | 'request'
  }): Promise<{ visitId: VisitId; startedAt: number }>
  /** The visit of a room, open or ended; null for a room that never was. */
  findByRoom(roomId: RoomId): Promise<Visit | null>
  /** The newest open visit of a person. */
  openVisitOf(personId: PersonId): Promise<Visit | null>
  /** When a person was last in a visit begun before `startedBefore`: now while it goes on, null for none. */
  lastInVisit(personId: PersonId, startedBefore: number): Promise<number | null>
  listOpen(): Promise<Visit[]>
  /** Of the visits that ended last, in milliseconds. */
  lastDurations(): Promise<number[]>
  /** From now on only this token holds the person's seat. */
  setSeatToken(visitId: VisitId, personId: PersonId, token: SeatToken): Promise<void>
  holdsSeat(visitId: VisitId, personId: PersonId, token: SeatToken): Promise<boolean>
  /** Records that a person takes their seat in the room, unless they are in it: the first time, and their leaving no more. */
  markJoined(visitId: VisitId, personId: PersonId): Promise<void>
  /** Brings somebody who was invited into an open visit, at the place that they had before or at the next one. */
  admit(visitId: VisitId, attendee: Attendee, seatToken: SeatToken): Promise<PlacedAttendee>
  /** Somebody leaves a visit that goes on without them. */
  leave(visitId: VisitId, personId: PersonId): Promise<void>
  lock(visitId: VisitId, by: PersonId, locked: boolean): Promise<void>
  noteInvited(visitId: VisitId, by: PersonId, person: PersonId): Promise<void>
  /** A link into the visit was made, withdrawn or used, by whom. */
  noteLink(visitId: VisitId, by: Attendee, what: { event: LinkEvent; as: CompanionRole }): Promise<void>
  /** What who was asked about an invitation said to it. */
  noteConsent(visitId: VisitId, by: PersonId, answer: { person: PersonId; allowed: boolean }): Promise<void>
  /** Ends a visit once: a later call changes nothing and returns how it ended first. */
  end(visitId: VisitId, how: HowEnded): Promise<VisitEnd>
  /**
   * Whether the visit goes on now; false when the return window is over. Whoever was invited into it has left it then.
   */
  reopen(visitId: VisitId, by: PersonId): Promise<boolean>
}
