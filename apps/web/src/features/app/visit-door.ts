import { Emitter, Scope, Standby, type Devices, type LocalMedia, type RelayRanking } from '@visita/call'
import type { RequestOf, RoomId, Seat } from '@visita/protocol'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import { seatMemory } from '../../platform/seat-memory.ts'
import type { ServerSocket } from '../../platform/socket.ts'
import type { LobbyState } from '../lobby/lobby-model.ts'
import type { Room } from '../visit/index.ts'
import { isPolite } from '../visit/places.ts'
import type { VisitEnd } from '../visit/visit-events.ts'
import type { VisitModel } from '../visit/visit-model.ts'
import type { Face } from './face.ts'
import type { LeavingGuard } from './leaving-guard.ts'

/** A visit that is over, with what still waits to be kept and the seat to return to. */
export interface EndedVisit {
  visit: VisitModel
  end: VisitEnd
}

interface VisitDoorEvents {
  opened: { visit: VisitModel; Room: typeof Room }
  ended: EndedVisit
  /** The visit goes on in another tab. */
  moved: RoomId
  /** There is no way into the visit, or back into it. */
  refused: RefusalCode
}

interface VisitDoorNeeds {
  socket: ServerSocket
  media: LocalMedia
  devices: Devices
  face: Face
  guard: LeavingGuard
  ranking: RelayRanking
}

/** The first picture has the line for itself for so long, in milliseconds. */
const FETCH_ENDED_AFTER = 10_000

/** How this tab comes to sit in a visit: called, back after a reload, back after the end, over from another tab. */
export class VisitDoor extends Emitter<VisitDoorEvents> {
  readonly #needs: VisitDoorNeeds
  readonly #standby = new Standby()
  #joining = false
  #sittingDown = false

  constructor(needs: VisitDoorNeeds) {
    super()
    this.#needs = needs
  }

  /** The connection is made while it rings, and closed when the ring comes to nothing. */
  follow(ring: LobbyState['ring']): void {
    if (ring.status === 'none' && !this.#sittingDown) this.#standby.release()
    if (ring.status === 'incoming') this.#standby.prepare({ polite: true })
    if (ring.status !== 'outgoing' || ring.relays === null) return
    const { media, ranking } = this.#needs
    this.#standby.prepare({ polite: false, routing: ranking.order(ring.relays), tracks: media.tracks.get() })
    void ranking.measure(ring.relays.servers)
  }

  /** The room first and the devices after it: while the browser asks, the visit may end and must be heard to. */
  async sitDown(seat: Seat, restore = false): Promise<void> {
    this.#sittingDown = true
    try {
      await this.#open(seat, restore)
    } catch {
      // The room's script could not be fetched. Nobody must wait in a room to which this page cannot come.
      const { roomId } = seat
      void this.#needs.socket.request('room:end', { roomId, reason: 'lost' }).catch(() => undefined)
      this.emit('refused', 'offline')
    } finally {
      this.#sittingDown = false
      this.#standby.release()
    }
  }

  async join(request: RequestOf<'room:join'>): Promise<void> {
    // A second press while the first is under way would sit down twice.
    if (this.#joining) return
    this.#joining = true
    try {
      await this.#sitDownAgain(request)
    } catch (error) {
      this.emit('refused', refusalCodeOf(error))
    } finally {
      this.#joining = false
    }
  }

  /** The page was reloaded: back into the visit where this tab had a seat. `cut`: ask again when there is a line. */
  async comeBack(): Promise<'seated' | 'cut' | 'no_seat'> {
    const remembered = seatMemory.read()
    if (remembered === null) return 'no_seat'
    try {
      await this.#sitDownAgain({ intent: 'resume', ...remembered })
      return 'seated'
    } catch (error) {
      if (refusalCodeOf(error) === 'offline') return 'cut'
      seatMemory.clear()
      return 'no_seat'
    }
  }

  async #sitDownAgain(request: RequestOf<'room:join'>): Promise<void> {
    const seat = await this.#needs.socket.request('room:join', request)
    await this.sitDown(seat, true)
  }

  async #open(seat: Seat, restore: boolean): Promise<void> {
    const { socket, media, devices, face, ranking } = this.#needs
    const { VisitModel, Room, missed } = await this.#fetchRoom(seat.roomId)
    const visit = new VisitModel({
      seat,
      socket,
      media,
      devices,
      ranking,
      prepared: this.#standby.take({
        polite: seat.peers.some((peer) => isPolite(seat.self, peer)),
        routing: ranking.order(seat.relays),
      }),
    })
    visit.on('ended', (end) => this.emit('ended', { visit, end }))
    visit.on('moved', () => this.emit('moved', seat.roomId))
    this.#guardAgainstLeaving(visit)
    this.#fetchEnded(visit)
    this.emit('opened', { visit, Room })
    void face.comeToVisit()
    // It may have ended, or gone to another tab.
    if (missed) await visit.resume()
    if (restore) await visit.restore()
  }

  /**
   * The page comes with the model, so that it is drawn in the same moment and not after a second load.
   * `missed`: meanwhile the server said something of the room, and its visit was not there to hear it.
   */
  async #fetchRoom(roomId: RoomId) {
    const scope = new Scope()
    let missed = false
    const hear = (message: { roomId: RoomId }): void => {
      missed ||= message.roomId === roomId
    }
    for (const event of ['room:ended', 'room:taken_over', 'room:peer', 'room:left', 'room:invited'] as const)
      scope.add(this.#needs.socket.on(event, hear))
    try {
      const { VisitModel, Room } = await import('../visit/index.ts')
      return { VisitModel, Room, missed }
    } finally {
      scope.dispose()
    }
  }

  /** The page of the end, while there is a line: it may be the line that ends the visit. */
  #fetchEnded(visit: VisitModel): void {
    const timer = setTimeout(fetchEnded, FETCH_ENDED_AFTER)
    visit.on('ended', () => clearTimeout(timer))
    visit.on('moved', () => clearTimeout(timer))
  }

  /** During the visit, and after it for as long as something has not reached the record. */
  #guardAgainstLeaving(visit: VisitModel): void {
    const { guard } = this.#needs
    const { state } = visit.keeper
    guard.set(visit, true)
    visit.on('ended', () => guard.set(visit, false))
    visit.on('moved', () => guard.set(visit, false))
    state.subscribe(() => guard.set(state, state.get().waiting > 0))
  }
}

function fetchEnded(): void {
  // Where this fails it is fetched when it is shown.
  void import('../ended/index.ts').catch(() => undefined)
}
