import { Store, type Devices, type LocalMedia, type Readable } from '@visita/call'
import type { ErrorCode, Participant, RoomId, Seat } from '@visita/protocol'
import { api } from '../../platform/api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import { seatMemory } from '../../platform/seat-memory.ts'
import type { ServerSocket } from '../../platform/socket.ts'
import { LobbyModel } from '../lobby/lobby-model.ts'
import type { Room } from '../visit/index.ts'
import type { VisitEnd, VisitModel } from '../visit/visit-model.ts'
import { LeavingGuard } from './leaving-guard.ts'

/** A visit that is over, with what still waits to be kept and the seat to return to. */
export interface EndedVisit {
  visit: VisitModel
  end: VisitEnd
}

/** The page that is shown. Everything that a page needs is in its variant, so no page can be shown without it. */
export type Stage =
  | { at: 'starting' }
  | { at: 'identify' }
  | { at: 'prepare' }
  | { at: 'lobby'; problem: RefusalCode | null }
  | { at: 'visit'; visit: VisitModel; Room: typeof Room }
  | { at: 'ended'; ended: EndedVisit; peerIsBack: boolean; problem: RefusalCode | null }
  /** The visit goes on in another tab. */
  | { at: 'elsewhere'; roomId: RoomId; problem: RefusalCode | null }
  /** The server does not take this page: too old, or too many pages. */
  | { at: 'blocked'; code: ErrorCode }
  | { at: 'unreachable' }

export interface AppNeeds {
  media: LocalMedia
  devices: Devices
  socket: ServerSocket
  mayUseMedia: () => Promise<boolean>
  /** The window, of which only events are used. */
  page: EventTarget
}

/** From opening the page to the end of the visit: which page is shown, and who owns socket, media and visit. */
export class AppModel {
  readonly media: LocalMedia
  readonly devices: Devices
  readonly socket: ServerSocket
  readonly lobby: LobbyModel
  readonly #mayUseMedia: () => Promise<boolean>
  readonly #guard: LeavingGuard
  readonly #stage = new Store<Stage>({ at: 'starting' })
  #self: Participant | null = null
  /** The person wants to be seen and heard, so their devices are opened again for the next visit. */
  #faceWanted = false
  #joining = false
  #catchingUp: Promise<void> = Promise.resolve()

  constructor({ media, devices, socket, mayUseMedia, page }: AppNeeds) {
    this.media = media
    this.devices = devices
    this.socket = socket
    this.lobby = new LobbyModel(socket)
    this.#mayUseMedia = mayUseMedia
    this.#guard = new LeavingGuard(page)
    this.socket.state.subscribe(() => this.#onSocket())
    this.lobby.on('seat', (seat) => void this.#sitDown(seat))
    this.lobby.on('reopened', (roomId) => this.#onReopened(roomId))
    page.addEventListener('pagehide', () => {
      const stage = this.#stage.get()
      if (stage.at === 'visit') stage.visit.announceClosing()
    })
  }

  get stage(): Readable<Stage> {
    return this.#stage
  }

  get self(): Participant | null {
    return this.#self
  }

  async start(): Promise<void> {
    this.#stage.set({ at: 'starting' })
    try {
      const { session } = await api.session()
      this.#self = session.level === 'none' || session.level === 'pending' ? null : session.self
    } catch {
      this.#stage.set({ at: 'unreachable' })
      return
    }
    if (this.#self) this.socket.connect()
    else this.#stage.set({ at: 'identify' })
  }

  /** Throws `Refused`, for the form to show. */
  async identify(displayName: string): Promise<void> {
    this.#self = await api.identify(displayName)
    // A socket speaks for the name it was opened with.
    this.socket.disconnect()
    this.#stage.set({ at: 'prepare' })
    this.socket.connect()
  }

  /** Goes from the explanation of camera and microphone to the people here, with or without them. */
  enterLobby(): void {
    const socket = this.socket.state.get()
    if (socket.status === 'refused') return this.#showRefusal(socket.code)
    this.#stage.set({ at: 'lobby', problem: null })
    void this.lobby.enter().catch(() => undefined)
    void this.devices.refresh()
    void this.#reopenFace()
    // The room's script is fetched while there is time.
    void import('../visit/index.ts')
  }

  async openFace(): Promise<void> {
    this.#faceWanted = true
    await this.media.openFace()
    await this.devices.refresh()
  }

  /** Lets this browser forget who uses it. */
  async leave(): Promise<void> {
    try {
      await api.signOut()
    } catch (error) {
      // In a visit one stays who one is; when the server is out of reach the next name replaces this one.
      if (refusalCodeOf(error) === 'you_are_busy') return this.#showProblem('you_are_busy')
    }
    this.#faceWanted = false
    this.media.stopAll()
    this.socket.disconnect()
    this.#self = null
    this.#stage.set({ at: 'identify' })
  }

  /** Brings a visit that goes on in another tab into this one. */
  takeOver(roomId: RoomId): Promise<void> {
    return this.#join({ intent: 'take_over', roomId })
  }

  /** Goes back into a visit that has just ended. */
  returnTo({ visit }: EndedVisit): Promise<void> {
    return this.#join({ intent: 'return', roomId: visit.seat.roomId })
  }

  async #join(request: { intent: 'take_over' | 'return'; roomId: RoomId }): Promise<void> {
    // A second press while the first is under way would sit down twice.
    if (this.#joining) return
    this.#joining = true
    try {
      const seat = await this.socket.request('room:join', request)
      this.#faceWanted = true
      await this.#sitDown(seat, true)
    } catch (error) {
      this.#showProblem(refusalCodeOf(error))
    } finally {
      this.#joining = false
    }
  }

  #showProblem(problem: RefusalCode): void {
    this.#stage.update((stage) =>
      stage.at === 'ended' || stage.at === 'elsewhere' || stage.at === 'lobby'
        ? { ...stage, problem }
        : stage,
    )
    // What was asked for may be over: the lobby shows what is true now.
    void this.lobby.enter().catch(() => undefined)
  }

  /** The room first and the devices after it: while the browser asks, the visit may end and must be heard to. */
  async #sitDown(seat: Seat, restore = false): Promise<void> {
    try {
      await this.#startVisit(seat, restore)
    } catch {
      // The room's script could not be fetched. Nobody must wait in a room to which this page cannot come.
      const { roomId } = seat
      void this.socket.request('room:end', { roomId, reason: 'lost' }).catch(() => undefined)
      this.enterLobby()
      this.#showProblem('offline')
    }
  }

  async #reopenFace(): Promise<void> {
    const { camera, microphone } = this.media.sources.get()
    if (this.#faceWanted && camera.status === 'off' && microphone.status === 'off') await this.openFace()
  }

  async #startVisit(seat: Seat, restore = false): Promise<void> {
    // The page comes with the model, so that it is drawn in the same moment and not after a second load.
    const { VisitModel, Room } = await import('../visit/index.ts')
    const visit = new VisitModel({ seat, socket: this.socket, media: this.media, devices: this.devices })
    visit.on('ended', (end) =>
      this.#stage.set({ at: 'ended', ended: { visit, end }, peerIsBack: false, problem: null }),
    )
    visit.on('moved', () => this.#stage.set({ at: 'elsewhere', roomId: seat.roomId, problem: null }))
    this.#guardAgainstLeaving(visit)
    this.#stage.set({ at: 'visit', visit, Room })
    void this.#reopenFace()
    if (restore) await visit.restore()
  }

  /** During the visit, and after it for as long as something has not reached the record. */
  #guardAgainstLeaving(visit: VisitModel): void {
    const { state } = visit.keeper
    this.#guard.set(visit, true)
    visit.on('ended', () => this.#guard.set(visit, false))
    visit.on('moved', () => this.#guard.set(visit, false))
    state.subscribe(() => this.#guard.set(state, state.get().waiting > 0))
  }

  #onSocket(): void {
    const state = this.socket.state.get()
    // One after another: a line that is cut while this page comes back must not bring it back twice.
    if (state.status === 'online') this.#catchingUp = this.#catchingUp.then(() => this.#catchUp())
    // A running call needs no server; that this page is not taken any more is said when it is over.
    if (state.status === 'refused' && this.#stage.get().at !== 'visit') this.#showRefusal(state.code)
  }

  #showRefusal(code: ErrorCode): void {
    this.#stage.set(code === 'not_identified' ? { at: 'identify' } : { at: 'blocked', code })
  }

  /** After every (re)connection: catch up with the lobby, and sit down again where this tab was. */
  async #catchUp(): Promise<void> {
    const stage = this.#stage.get()
    if (stage.at === 'visit') await stage.visit.resume()
    if (stage.at === 'ended') stage.ended.visit.keeper.hurry()
    await this.lobby.enter().catch(() => undefined)
    const { status } = this.socket.state.get()
    if (stage.at === 'starting' && status === 'online') await this.#comeBack()
  }

  /** The page was reloaded: back into the visit where this tab had a seat, otherwise to the people here. */
  async #comeBack(): Promise<void> {
    const remembered = seatMemory.read()
    if (remembered) {
      try {
        const seat = await this.socket.request('room:join', { intent: 'resume', ...remembered })
        this.#faceWanted = true
        await this.#sitDown(seat, true)
        return
      } catch (error) {
        // Cut again: the next connection comes back here.
        if (refusalCodeOf(error) === 'offline') return
        seatMemory.clear()
      }
    }
    if (await this.#mayUseMedia()) {
      this.#faceWanted = true
      this.enterLobby()
    } else {
      this.#stage.set({ at: 'prepare' })
    }
  }

  #onReopened(roomId: RoomId): void {
    void this.lobby.enter().catch(() => undefined)
    this.#stage.update((stage) =>
      stage.at === 'ended' && stage.ended.visit.seat.roomId === roomId
        ? { ...stage, peerIsBack: true }
        : stage,
    )
  }
}
