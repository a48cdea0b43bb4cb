import type { RoomId } from '@visita/protocol'
import type { Logger } from 'pino'
import type { HowEnded, Visits } from '../visits/index.ts'
import type { Room, RoomSeat } from './room.ts'

interface EndingsNeeds {
  visits: Visits
  logger: Logger
  /** How long a visit waits while all are away, in milliseconds. */
  lostMs: number
  /** Those that go on; what ended is taken out. */
  rooms: Map<RoomId, Room>
  onEnded: (room: Room) => void
  onLeft: (room: Room, seat: RoomSeat) => void
}

/** How rooms end, each once, and how people leave those that go on: written before it is told. */
export class Endings {
  readonly #needs: EndingsNeeds
  /** Those that are being written. */
  readonly #running = new Map<Room, Promise<void>>()

  constructor(needs: EndingsNeeds) {
    this.#needs = needs
  }

  /** Settles with the ending that is being written. */
  running(room: Room): Promise<void> | null {
    return this.#running.get(room) ?? null
  }

  /** Whoever asks while an ending is being written waits for that one. Rejects when it was not written. */
  end(room: Room, how: HowEnded): Promise<void> {
    const running = this.#running.get(room)
    if (running) return running
    if (!this.#isOpen(room)) return Promise.resolve()
    const ending = this.#finish(room, how).finally(() => this.#running.delete(room))
    this.#running.set(room, ending)
    return ending
  }

  /** For timers, whose end nobody asks for: what could not be written is logged and tried again. */
  endUnasked(room: Room, how: HowEnded): void {
    const { logger, lostMs } = this.#needs
    this.end(room, how).catch((error: unknown) => {
      logger.error({ event: 'room_end_failed', visitId: room.visit.id, err: error })
      if (this.#isOpen(room)) room.waitFor(lostMs, () => this.endUnasked(room, how))
    })
  }

  /** The visit goes on without them, unless that leaves somebody alone. */
  async quit(room: Room, seat: RoomSeat, how?: HowEnded): Promise<void> {
    const { visits, onLeft } = this.#needs
    const { roomId } = room
    const { id } = seat.person
    if (room.isOfTwo) return this.end(room, how ?? { reason: 'ended', by: id })
    await visits.leave(room.visit.id, id)
    if (!this.#isOpen(room) || room.seatOf(id) !== seat) return
    room.remove(seat)
    onLeft(room, seat)
    for (const { page } of room.seats) page?.send('room:left', { roomId, id })
    // Two may leave at the same time.
    if (room.seats.length < 2) return this.end(room, how ?? { reason: 'ended', by: id })
    if (room.isEmpty) this.awaitReturn(room)
  }

  /** For timers: what could not be written is logged and tried again. */
  quitUnasked(room: Room, seat: RoomSeat, how: HowEnded): void {
    if (room.isOfTwo) return this.endUnasked(room, how)
    const { logger, lostMs } = this.#needs
    this.quit(room, seat, how).catch((error: unknown) => {
      logger.error({ event: 'room_leave_failed', visitId: room.visit.id, err: error })
      if (this.#isOpen(room)) seat.closesIn(lostMs, () => this.quitUnasked(room, seat, how))
    })
  }

  /** Nobody is there: the visit ends unless somebody comes back. */
  awaitReturn(room: Room): void {
    room.waitFor(this.#needs.lostMs, () => this.endUnasked(room, { reason: 'lost', by: null }))
  }

  #isOpen(room: Room): boolean {
    return this.#needs.rooms.get(room.roomId) === room
  }

  async #finish(room: Room, how: HowEnded): Promise<void> {
    const { visits, rooms, onEnded } = this.#needs
    const end = await visits.end(room.visit.id, how)
    rooms.delete(room.roomId)
    room.dispose()
    for (const seat of room.seats) seat.page?.send('room:ended', { roomId: room.roomId, ...end })
    onEnded(room)
  }
}
