import type {
  Invited,
  Participant,
  PersonId,
  RingId,
  RoomId,
  RoomPeer,
  Seat,
  SessionId,
  Shown,
  VisitRole,
} from '@visita/protocol'
import type { Connection } from '../../platform/sockets.ts'
import type { PlacedAttendee, Visit } from '../visits/index.ts'

/** One person's place in a room, held by at most one of their pages. */
export class RoomSeat {
  readonly attendee: PlacedAttendee
  #page: Connection | null = null
  #session: SessionId | null = null
  #closing: NodeJS.Timeout | null = null
  #theirs = false
  /** Connections whose place another one took. */
  readonly #displaced = new WeakSet<Connection>()

  constructor(attendee: PlacedAttendee) {
    this.attendee = attendee
  }

  get person(): Participant {
    return this.attendee.person
  }

  get page(): Connection | null {
    return this.#page
  }

  /** As the others in the room see who sits here. */
  get shown(): RoomPeer {
    const { person, place, role } = this.attendee
    const presence = this.isClosing ? 'closing' : this.#page === null ? 'absent' : 'present'
    return { ...person, place, role, presence }
  }

  /** The doctor who opened the visit, and not one who was invited into it. */
  get isHost(): boolean {
    return this.attendee.role === 'doctor' && this.attendee.place < 2
  }

  /** False for who has not come to a visit that the other one reopened. */
  get isTheirs(): boolean {
    return this.#theirs
  }

  /** The session whose page sat here last; null while nobody has sat down. */
  get session(): SessionId | null {
    return this.#session
  }

  get isClosing(): boolean {
    return this.#closing !== null
  }

  /** The person is expected, and in this visit from now on. */
  invite(): void {
    this.#theirs = true
  }

  /** Returns the page that held the seat before. */
  take(page: Connection): Connection | null {
    this.invite()
    const before = this.#page
    if (before) this.#displaced.add(before)
    this.#displaced.delete(page)
    this.#page = page.isOpen ? page : null
    this.#session = page.member.sessionId
    this.#stay()
    return before
  }

  /**
   * What a connection sent into a dead line may arrive after the line is back and its page has come back by
   * another connection: it must not take the seat from that one.
   */
  wasTakenFrom(page: Connection): boolean {
    return this.#displaced.has(page)
  }

  vacate(): void {
    this.#page = null
  }

  closesIn(delayMs: number, onClosed: () => void): void {
    this.#stay()
    this.#closing = setTimeout(onClosed, delayMs)
  }

  dispose(): void {
    this.#stay()
  }

  #stay(): void {
    if (this.#closing) clearTimeout(this.#closing)
    this.#closing = null
  }
}

/** Somebody who is invited: first they are waited for whom the visit belongs to, then it rings. */
export interface Invitation {
  readonly person: Participant
  /** As what they would come. */
  readonly role: VisitRole
  readonly by: Participant
  readonly asked: ReadonlySet<PersonId>
  /** Of those the ones who have not said yes. */
  readonly awaits: Set<PersonId>
  state: { at: 'asking' } | { at: 'ringing'; ringId: RingId }
  /** Runs while who invites is away. */
  away: NodeJS.Timeout | null
}

/** A visit that goes on, with its seats and the timers that would end it. */
export class Room {
  readonly visit: Visit
  readonly invitations = new Map<PersonId, Invitation>()
  /** In the order of their places. */
  #seats: readonly RoomSeat[]
  /** Those who left while it went on. */
  #gone: readonly PlacedAttendee[]
  #shown: Shown | null = null
  #locked: boolean
  #lost: NodeJS.Timeout | null = null

  constructor(visit: Visit) {
    this.visit = visit
    this.#seats = visit.attendees.map((attendee) => new RoomSeat(attendee))
    this.#gone = visit.gone
    this.#locked = visit.locked
  }

  get roomId(): RoomId {
    return this.visit.roomId
  }

  get seats(): readonly RoomSeat[] {
    return this.#seats
  }

  get gone(): readonly PlacedAttendee[] {
    return this.#gone
  }

  get invited(): Invited[] {
    return Array.from(this.invitations.values(), ({ person, role, by, awaits }) => ({
      ...person,
      role,
      by: by.id,
      awaits: Array.from(awaits),
    }))
  }

  /** Where two meet, either ends it; where there are more, who goes leaves the others there. */
  get isOfTwo(): boolean {
    return this.#seats.length <= 2
  }

  add(attendee: PlacedAttendee): RoomSeat {
    const seat = new RoomSeat(attendee)
    this.#seats = [...this.#seats, seat].toSorted((a, b) => a.attendee.place - b.attendee.place)
    this.#gone = this.#gone.filter(({ person }) => person.id !== attendee.person.id)
    return seat
  }

  remove(seat: RoomSeat): void {
    seat.dispose()
    this.#seats = this.#seats.filter((each) => each !== seat)
    this.#gone = [...this.#gone, seat.attendee]
    const { id } = seat.person
    if (this.#shown?.by === id || this.#shown?.picture.person === id) this.show(null)
  }

  get isEmpty(): boolean {
    return this.seats.every((seat) => seat.page === null)
  }

  /** Null for whoever was not invited. */
  seatOf(id: PersonId): RoomSeat | null {
    return this.seats.find((seat) => seat.person.id === id) ?? null
  }

  /** The room as it is given to who sits in it; `now` in epoch milliseconds. */
  describe(
    id: PersonId,
    { now, ...rest }: Pick<Seat, 'seatToken' | 'returnWindow' | 'relays'> & { now: number },
  ): Seat {
    const self = this.seatOf(id)?.attendee
    if (self === undefined) throw new Error('a seat is described to who sits in it')
    return {
      ...rest,
      roomId: this.roomId,
      visitId: this.visit.id,
      self: { ...self.person, place: self.place, role: self.role },
      peers: this.otherSeats(id).map(({ shown }) => shown),
      invited: this.invited,
      shown: this.#shown,
      locked: this.#locked,
      elapsed: now - this.visit.startedAt,
    }
  }

  otherSeats(id: PersonId): RoomSeat[] {
    return this.seats.filter((seat) => seat.person.id !== id)
  }

  /** Tells everybody else how it is with who sits here. */
  announce(seat: RoomSeat): void {
    const peer = seat.shown
    for (const other of this.otherSeats(peer.id)) other.page?.send('room:peer', { roomId: this.roomId, peer })
  }

  announceInvited(): void {
    const { roomId, invited } = this
    for (const { page } of this.#seats) page?.send('room:invited', { roomId, invited })
  }

  /** One picture large to all, or none. */
  show(shown: Shown | null): void {
    this.#shown = shown
    const { roomId } = this
    for (const { page } of this.#seats) page?.send('room:shown', { roomId, shown })
  }

  /** Nobody else comes in. */
  get isLocked(): boolean {
    return this.#locked
  }

  lock(locked: boolean): void {
    this.#locked = locked
    const { roomId } = this
    for (const { page } of this.#seats) page?.send('room:locked', { roomId, locked })
  }

  /** Who sends by the forwarding server now. */
  tellPublishing(publishing: PersonId[]): void {
    const { roomId } = this
    for (const { page } of this.#seats) page?.send('forward:publishing', { roomId, publishing })
  }

  waitFor(delayMs: number, onLost: () => void): void {
    this.stopWaiting()
    this.#lost = setTimeout(onLost, delayMs)
  }

  stopWaiting(): void {
    if (this.#lost) clearTimeout(this.#lost)
    this.#lost = null
  }

  dispose(): void {
    this.stopWaiting()
    for (const seat of this.seats) seat.dispose()
  }
}
