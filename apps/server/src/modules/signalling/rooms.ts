import type {
  ClosingRequest,
  Participant,
  PersonId,
  Relays,
  RequestOf,
  RoomId,
  Seat,
  SeatToken,
  SessionId,
} from '@visita/protocol'
import type { Logger } from 'pino'
import type { Clock } from '../../platform/clock.ts'
import { Refusal } from '../../platform/http-errors.ts'
import { newRoomId, newSeatToken } from '../../platform/random.ts'
import type { Connection } from '../../platform/sockets.ts'
import type { Attendee, Visit, Visits } from '../visits/index.ts'
import { attendeeOf } from './attendee.ts'
import { Endings } from './endings.ts'
import { canReopen, reopened } from './reopening.ts'
import { Room, type RoomSeat } from './room.ts'

export interface RoomsOptions {
  visits: Visits
  /** What a page looks for its routes with, made out anew each time. */
  relays: () => Relays
  clock: Clock
  returnMs: number
  logger: Logger
  /** Told when somebody begins or stops being in a visit, for the lobby. */
  onBusy: (attendee: Attendee, inVisit: boolean) => void
  /** The pages of a person that hold no seat, for "the other one came back". */
  pagesOf: (id: PersonId) => readonly Connection[]
  /** Told when somebody left a room that goes on, and when one ended. */
  onLeft: (room: Room, id: PersonId) => void
  onEnded: (room: Room) => void
  /** Told when somebody's page is not there; they may come back. */
  onAway: (room: Room, id: PersonId) => void
  /** How long a closed page may take to come back (a reload), in milliseconds. */
  closeGraceMs: number
  /** How long a visit waits while both are away, in milliseconds. */
  lostMs: number
}

/**
 * The rooms of the visits that go on (B1). A room is known by its Room ID alone, admits the two who were
 * invited, and passes signals between their seats and to nobody else. What must outlive a restart is in
 * `visits`; who is connected at this moment is here.
 */
export class Rooms {
  readonly #options: RoomsOptions
  readonly #rooms = new Map<RoomId, Room>()
  readonly #endings: Endings
  /** Those whose visit is being written. */
  readonly #beginning = new Set<PersonId>()

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#endings = new Endings({
      ...options,
      rooms: this.#rooms,
      onEnded: (room) => this.#free(room),
      onLeft: (room, seat) => this.#freeOne(room, seat),
    })
  }

  /** Takes up the visits that were going on when the server stopped; whoever is still there resumes. */
  async resume(): Promise<void> {
    for (const visit of await this.#options.visits.listOpen()) this.#endings.awaitReturn(this.#add(visit))
  }

  /** Refuses to take somebody out of another visit. */
  async open(
    caller: Connection,
    callee: Connection,
    from: 'lobby' | 'request' = 'lobby',
  ): Promise<readonly [Seat, Seat]> {
    if (this.#isInVisit(callee.person.id)) throw new Refusal('you_are_busy')
    if (this.#isInVisit(caller.person.id)) throw new Refusal('person_busy')
    const both = [caller.person.id, callee.person.id]
    for (const id of both) this.#beginning.add(id)
    try {
      return await this.#open(caller, callee, from)
    } finally {
      for (const id of both) this.#beginning.delete(id)
    }
  }

  async #open(
    caller: Connection,
    callee: Connection,
    from: 'lobby' | 'request',
  ): Promise<readonly [Seat, Seat]> {
    const roomId = newRoomId()
    const tokens = [newSeatToken(), newSeatToken()] as const
    const participants = [attendeeOf(caller), attendeeOf(callee)] as const
    const { visits } = this.#options
    const { visitId, startedAt } = await visits.open({ roomId, participants, seatTokens: tokens, from })
    const room = this.#add({
      id: visitId,
      roomId,
      startedAt,
      attendees: participants.map((participant, place) => ({ ...participant, place })),
      gone: [],
      locked: false,
      end: null,
    })
    for (const page of [caller, callee]) room.seatOf(page.person.id)?.take(page)
    // Both pages may have gone while the visit was being written.
    if (room.isEmpty) this.#endings.awaitReturn(room)
    return [
      this.#describe(room, caller.person.id, tokens[0]),
      this.#describe(room, callee.person.id, tokens[1]),
    ]
  }

  async join(page: Connection, request: RequestOf<'room:join'>): Promise<Seat> {
    const room = await this.#find(page, request)
    const seat = room.seatOf(page.person.id)
    if (!seat) throw this.#guessed(page)
    this.#claim(seat)
    const { visits } = this.#options
    const { id: visitId } = room.visit
    let token: SeatToken
    if (request.intent === 'resume') {
      token = request.seatToken
      if (!(await this.#holdsSeat(room, page.person.id, token))) throw new Refusal('seat_moved')
    } else {
      token = newSeatToken()
      await visits.setSeatToken(visitId, page.person.id, token)
    }
    this.#requireLive(room)
    await visits.markJoined(visitId, page.person.id)
    this.#requireLive(room)
    if (!page.isOpen) throw new Refusal('person_gone')
    if (request.intent === 'resume' && seat.wasTakenFrom(page)) throw new Refusal('seat_moved')
    // They left meanwhile: the seat is nobody's any more.
    if (room.seatOf(page.person.id) !== seat) throw new Refusal('visit_ended')
    const before = seat.take(page)
    // After a cut this is the same page's dead connection and nobody hears it; otherwise it is another tab.
    if (before && before !== page) before.send('room:taken_over', { roomId: room.roomId })
    room.stopWaiting()
    this.#options.onBusy(seat.attendee, true)
    room.announce(seat)
    return this.#describe(room, page.person.id, token)
  }

  /** Reaches nobody but who sits in the same room. */
  async signal(page: Connection, { roomId, to, signal }: RequestOf<'room:signal'>): Promise<void> {
    const room = await this.seatedIn(page, roomId)
    const from = page.person.id
    const other = to === from ? null : room.seatOf(to)?.page
    if (!other || !(await other.deliver('room:signal', { roomId, from, signal })))
      throw new Refusal('peer_absent')
  }

  readonly find = (roomId: RoomId): Room | undefined => this.#rooms.get(roomId)

  /** The room in which this page sits; refuses every other one. */
  async seatedIn(page: Connection, roomId: RoomId): Promise<Room> {
    return this.#seated(page, roomId) ?? this.#refuse(page, roomId)
  }

  /** Seats somebody who was invited. `isStill`: whether they still are, once nobody can come in between. */
  async admit(room: Room, page: Connection, isStill: () => boolean): Promise<Seat> {
    const { person } = page
    this.#requireLive(room)
    if (this.#isInVisit(person.id)) throw new Refusal('you_are_busy')
    this.#beginning.add(person.id)
    try {
      const token = newSeatToken()
      const attendee = await this.#options.visits.admit(room.visit.id, attendeeOf(page), token)
      if (!isStill() || this.#rooms.get(room.roomId) !== room) {
        await this.#options.visits.leave(room.visit.id, person.id)
        throw new Refusal('ring_over')
      }
      const seat = room.add(attendee)
      seat.take(page)
      room.stopWaiting()
      this.#options.onBusy(attendee, true)
      room.announce(seat)
      return this.#describe(room, person.id, token)
    } finally {
      this.#beginning.delete(person.id)
    }
  }

  async relays(page: Connection, roomId: RoomId): Promise<Relays> {
    await this.seatedIn(page, roomId)
    return this.#options.relays()
  }

  async end(page: Connection, { roomId, reason, seatToken, by }: RequestOf<'room:end'>): Promise<void> {
    const room = this.#rooms.get(roomId)
    const seat = room?.seatOf(page.person.id)
    if (!room || !seat) return this.#refuse(page, roomId)
    const holds =
      seat.page === page || (seatToken && (await this.#holdsSeat(room, page.person.id, seatToken)))
    if (!holds) throw new Refusal('seat_moved')
    const asker = page.person.id
    if (!room.isOfTwo && reason === 'lost') return this.#vacate(room, seat)
    if (!room.isOfTwo && !seat.isHost) return this.#endings.quit(room, seat)
    // That the other one ended it, this page may have heard from theirs.
    if (reason === 'ended')
      return this.#endings.end(room, { reason, by: by && room.seatOf(by) ? by : asker, asker })
    // Nothing is lost between those who are all there: whoever says so goes.
    const allHere = room.seats.every((each) => each.page !== null)
    await this.#endings.end(room, allHere ? { reason: 'ended', by: asker } : { reason, by: null, asker })
  }

  /** A page says that it is being closed or reloaded: its seat is kept for as long as a reload takes. */
  async closing(person: Participant, { roomId, seatToken, connection }: ClosingRequest): Promise<void> {
    const room = this.#rooms.get(roomId)
    const seat = room?.seatOf(person.id)
    if (!room || !seat) return
    if (!(await this.#holdsSeat(room, person.id, seatToken))) return
    if (this.#rooms.get(roomId) !== room) return
    // The beacon was overtaken by the page that came back.
    if (seat.page && connection !== null && seat.page.id !== connection) return
    seat.closesIn(this.#options.closeGraceMs, () => this.#closed(room, seat))
    room.announce(seat)
  }

  /** A page has gone without a word: the call itself may go on, so nothing ends yet. */
  leave(page: Connection): void {
    for (const room of this.#rooms.values()) {
      const seat = room.seatOf(page.person.id)
      if (seat?.page !== page) continue
      this.#vacate(room, seat)
    }
  }

  /** A session ended: its page cannot come back to a visit, so that ends. */
  forget({ sessionId, personId }: { sessionId: SessionId; personId: PersonId }): void {
    for (const room of this.#rooms.values()) {
      const seat = room.seatOf(personId)
      if (seat?.session !== sessionId) continue
      if (seat.isHost) this.#endings.endUnasked(room, { reason: 'ended', by: personId })
      else this.#endings.quitUnasked(room, seat, { reason: 'ended', by: personId })
    }
  }

  close(): void {
    for (const room of this.#rooms.values()) room.dispose()
    this.#rooms.clear()
  }

  #add(visit: Visit): Room {
    const room = new Room(visit)
    this.#rooms.set(visit.roomId, room)
    for (const seat of room.seats) {
      seat.invite()
      this.#options.onBusy(seat.attendee, true)
    }
    return room
  }

  async #find(page: Connection, request: RequestOf<'room:join'>): Promise<Room> {
    const before = this.#rooms.get(request.roomId)
    // A visit that is just ending is returned to once it has ended, or not at all.
    if (before) await this.#endings.running(before)
    const known = this.#rooms.get(request.roomId)
    if (known) return known
    const visit = await this.#invitedTo(page, request.roomId)
    if (!canReopen(visit, page.person.id)) throw new Refusal('visit_ended')
    if (request.intent === 'return' && this.#isInVisit(page.person.id)) throw new Refusal('you_are_busy')
    const returns =
      request.intent === 'return' && (await this.#options.visits.reopen(visit.id, page.person.id))
    if (!returns) throw new Refusal('visit_ended')
    return this.#rooms.get(request.roomId) ?? this.#reopen(visit, page)
  }

  #reopen(visit: Visit, page: Connection): Room {
    const room = new Room(reopened(visit))
    this.#rooms.set(visit.roomId, room)
    // Until the seat is taken, which fails when the page has gone meanwhile.
    this.#endings.awaitReturn(room)
    for (const { person } of room.otherSeats(page.person.id)) {
      for (const theirs of this.#options.pagesOf(person.id))
        theirs.send('room:reopened', { roomId: visit.roomId })
    }
    return room
  }

  /** Null for a room that is not open, or not to this person. */
  #seated(page: Connection, roomId: RoomId): Room | null {
    const room = this.#rooms.get(roomId)
    const seat = room?.seatOf(page.person.id)
    if (!room || !seat) return null
    if (seat.page !== page) throw new Refusal('seat_moved')
    return room
  }

  /** Tells those of a visit that ended from those who guess. */
  async #refuse(page: Connection, roomId: RoomId): Promise<never> {
    await this.#invitedTo(page, roomId)
    throw new Refusal('visit_ended')
  }

  async #invitedTo(page: Connection, roomId: RoomId): Promise<Visit> {
    const visit = await this.#options.visits.findByRoom(roomId)
    if (!visit?.attendees.some(({ person }) => person.id === page.person.id)) throw this.#guessed(page)
    return visit
  }

  /** Of a visit that another one reopened, unless they are in another one. */
  #claim(seat: RoomSeat): void {
    if (!seat.isTheirs && this.#isInVisit(seat.person.id)) throw new Refusal('you_are_busy')
    seat.invite()
  }

  #isInVisit(id: PersonId): boolean {
    if (this.#beginning.has(id)) return true
    return Array.from(this.#rooms.values()).some((room) => room.seatOf(id)?.isTheirs)
  }

  #holdsSeat(room: Room, id: PersonId, token: SeatToken): Promise<boolean> {
    return this.#options.visits.holdsSeat(room.visit.id, id, token)
  }

  #requireLive(room: Room): void {
    if (this.#rooms.get(room.roomId) !== room || this.#endings.running(room)) throw new Refusal('visit_ended')
  }

  #guessed(page: Connection): Refusal {
    this.#options.logger.warn({ event: 'room_refused', person: page.person.id })
    return Refusal.denied('not_invited', {
      permission: 'room.enter',
      relation: 'unrelated',
      subject: null,
      object: null,
    })
  }

  /** Whoever comes back finds the seat. */
  #vacate(room: Room, seat: RoomSeat): void {
    seat.vacate()
    room.announce(seat)
    this.#options.onAway(room, seat.person.id)
    if (room.isEmpty) this.#endings.awaitReturn(room)
  }

  /** A page that said that it closes has not come back. Those who opened the visit may, while it goes on. */
  #closed(room: Room, seat: RoomSeat): void {
    const how = { reason: 'page_closed', by: seat.person.id } as const
    if (room.isOfTwo || seat.attendee.place > 1) return this.#endings.quitUnasked(room, seat, how)
    seat.dispose()
    room.announce(seat)
  }

  #freeOne(room: Room, { attendee, person }: RoomSeat): void {
    if (!this.#isInVisit(person.id)) this.#options.onBusy(attendee, false)
    this.#options.onLeft(room, person.id)
  }

  #free(room: Room): void {
    this.#options.onEnded(room)
    for (const seat of room.seats) {
      // Whoever never came back to a reopened visit may be in another one now.
      if (seat.isTheirs && !this.#isInVisit(seat.person.id)) this.#options.onBusy(seat.attendee, false)
    }
  }

  #describe(room: Room, id: PersonId, seatToken: SeatToken): Seat {
    const { clock, returnMs, relays } = this.#options
    return room.describe(id, { seatToken, now: clock(), returnWindow: returnMs, relays: relays() })
  }
}
