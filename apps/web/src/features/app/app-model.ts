import { RelayRanking, Store, type Devices, type LocalMedia, type Readable } from '@visita/call'
import {
  mayEver,
  type ErrorCode,
  type PersonId,
  type RoomId,
  type SecondFactorKind,
  type SessionReply,
} from '@visita/protocol'
import { api } from '../../platform/api.ts'
import { Drafts } from '../../platform/drafts.ts'
import { stationDoorkeeper } from '../../platform/http.ts'
import type { Link } from '../../platform/link.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import { seatMemory } from '../../platform/seat-memory.ts'
import type { ServerSocket } from '../../platform/socket.ts'
import { LobbyModel } from '../lobby/lobby-model.ts'
import { ProofModel } from '../session/proof-model.ts'
import { SessionModel, type SignedIn, type SignedOut } from '../session/session-model.ts'
import type { Room } from '../visit/index.ts'
import type { VisitModel } from '../visit/visit-model.ts'
import { Face } from './face.ts'
import { LeavingGuard } from './leaving-guard.ts'
import { TriedDevices } from './tried-devices.ts'
import { type EndedVisit, VisitDoor } from './visit-door.ts'

type Clinic = SessionReply['clinic']

/** The page that is shown. Everything that a page needs is in its variant, so no page can be shown without it. */
export type Stage =
  | { at: 'starting' }
  /** Nobody is signed in. `signedOut` says why somebody no longer is. */
  | { at: 'welcome'; clinic: Clinic; signedOut: SignedOut | null }
  /** A link was opened. */
  | { at: 'link'; clinic: Clinic; link: Link }
  /** The password was right; where there are no `factors`, there must be one first. */
  | { at: 'second_factor'; clinic: Clinic; factors: readonly SecondFactorKind[] }
  | { at: 'prepare' }
  /** The people here, for guests. */
  | { at: 'lobby'; problem: RefusalCode | null }
  /** The way to one visit, for guests who came by a link to it. */
  | { at: 'expected'; clinic: Clinic; problem: RefusalCode | null }
  /** For who came by a link into a visit that goes on. */
  | { at: 'door'; problem: RefusalCode | null }
  /** The pages of somebody who is signed in; which of them, the address says. */
  | { at: 'home'; clinic: Clinic; signedIn: SignedIn; problem: RefusalCode | null }
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
  /** Takes the link out of the address, if there is one. */
  takeLink: () => Link | null
  /** Epoch milliseconds. */
  now: () => number
  /** The window, of which only events are used. */
  page: EventTarget
}

/** From opening the page to the end of the visit: which page is shown, and who owns socket, media and visit. */
export class AppModel {
  readonly media: LocalMedia
  readonly devices: Devices
  readonly socket: ServerSocket
  readonly lobby: LobbyModel
  readonly session: SessionModel
  readonly proof = new ProofModel()
  readonly drafts = new Drafts()
  readonly ranking = new RelayRanking()
  readonly tried: TriedDevices
  readonly #mayUseMedia: () => Promise<boolean>
  readonly #takeLink: () => Link | null
  readonly #guard: LeavingGuard
  readonly #face: Face
  readonly #door: VisitDoor
  readonly #stage = new Store<Stage>({ at: 'starting' })
  #link: Link | null = null
  #draftsOf: PersonId | null = null
  /** The server may close the socket before it answers that somebody has left. */
  #leaving = false
  /** The socket speaks for whom the server named a moment ago, and need not be compared. */
  #justConnected = false
  #catchingUp: Promise<void> = Promise.resolve()

  constructor({ media, devices, socket, mayUseMedia, takeLink, now, page }: AppNeeds) {
    this.media = media
    this.tried = new TriedDevices(media)
    this.devices = devices
    this.socket = socket
    this.lobby = new LobbyModel(socket)
    this.session = new SessionModel({ page, now })
    this.#mayUseMedia = mayUseMedia
    this.#takeLink = takeLink
    this.#guard = new LeavingGuard(page)
    this.#face = new Face(media, devices)
    this.#door = new VisitDoor({
      socket,
      media,
      devices,
      face: this.#face,
      guard: this.#guard,
      ranking: this.ranking,
    })
    this.#door.on('opened', (opened) => this.#stage.set({ at: 'visit', ...opened }))
    this.#door.on('ended', (ended) => this.#onEnded(ended))
    this.#door.on('moved', (roomId) => this.#stage.set({ at: 'elsewhere', roomId, problem: null }))
    this.#door.on('refused', (problem) => this.#showProblem(problem))
    this.socket.state.subscribe(() => this.#onSocket())
    this.lobby.state.subscribe(() => this.#door.follow(this.lobby.state.get().ring))
    this.lobby.on('seat', (seat) => void this.#door.sitDown(seat))
    this.lobby.on('reopened', (roomId) => this.#onReopened(roomId))
    this.session.on('over', (why) => this.#onSessionOver(why))
    stationDoorkeeper({ prove: () => this.proof.ask(), turnedAway: () => this.session.lose() })
    // A link that is opened in a tab that has this page already changes the address, and loads nothing.
    page.addEventListener('hashchange', () => this.#onAddress())
    page.addEventListener('pagehide', () => {
      const stage = this.#stage.get()
      if (stage.at === 'visit') stage.visit.announceClosing()
    })
  }

  get stage(): Readable<Stage> {
    return this.#stage
  }

  async start(): Promise<void> {
    this.#stage.set({ at: 'starting' })
    this.#link = this.#takeLink() ?? this.#link
    try {
      const reply = await this.session.look()
      if (this.#link === null) this.#showSession(reply)
      else this.#stage.set({ at: 'link', clinic: reply.clinic, link: this.#link })
    } catch {
      this.#stage.set({ at: 'unreachable' })
    }
  }

  /** Throws `Refused`, for the form to show. */
  async identify(displayName: string): Promise<void> {
    this.session.take(await api.identify(displayName))
    this.#stage.set({ at: 'prepare' })
    this.#connect()
  }

  /** The server has signed somebody in, up to the second factor or wholly. */
  enter(reply: SessionReply): void {
    this.#link = null
    this.session.take(reply)
    this.#showSession(reply)
  }

  /** Away from a link that was used or is of no use. */
  async leaveLink(): Promise<void> {
    this.#link = null
    await this.start()
  }

  /** From a page with one way on: to the people here or, with an account, to one's own pages. */
  goOn(): void {
    const socket = this.socket.state.get()
    if (socket.status === 'refused') return this.#showRefusal(socket.code)
    const { session, clinic } = this.session.reply.get()
    const { signedIn, signedOut } = this.session
    if (session.level === 'none') this.#showWelcome(signedOut)
    else if (signedIn) this.#stage.set({ at: 'home', clinic, signedIn, problem: null })
    else if (this.session.companion !== null) this.#stage.set({ at: 'door', problem: null })
    else if (this.session.byLink) this.#stage.set({ at: 'expected', clinic, problem: null })
    else this.#stage.set({ at: 'lobby', problem: null })
    if (!this.#mayMeet) return
    void this.#enterLobby()
    void this.devices.refresh()
    if (this.#stage.get().at === 'lobby') void this.#face.reopen()
    // The room's script is fetched while there is time.
    void import('../visit/index.ts')
  }

  goOnUnseen(): void {
    this.#face.decline()
    this.goOn()
  }

  openFace(): Promise<void> {
    return this.#face.open()
  }

  /** Of one's own pages, the one that shows one's picture came or went. */
  showFace(shown: boolean): void {
    // A page that makes room for a visit leaves the camera to it.
    const { at } = this.#stage.get()
    if (shown) void this.#face.show(this.#mayUseMedia)
    else if (at === 'home' || at === 'expected') this.#face.hide()
  }

  /** The browser asks before this page is closed, as long as something would be lost by it. */
  guardAgainstLeaving(reason: object, wouldBeLost: boolean): void {
    this.#guard.set(reason, wouldBeLost)
  }

  /** Lets this browser forget who uses it. */
  async leave(): Promise<void> {
    this.#leaving = true
    let reply: SessionReply = { session: { level: 'none' }, clinic: this.session.reply.get().clinic }
    try {
      reply = await api.signOut()
    } catch (error) {
      const problem = refusalCodeOf(error)
      // In a visit guests stay who they are; when the server is out of reach the next name replaces this one.
      // Whoever has an account must not believe that they are signed out.
      if (problem === 'you_are_busy' || this.session.signedIn) return this.#showProblem(problem)
    } finally {
      this.#leaving = false
    }
    this.drafts.forget()
    this.session.take(reply)
    this.#showWelcome(null)
  }

  /** Brings a visit that goes on in another tab into this one. */
  takeOver(roomId: RoomId): Promise<void> {
    return this.#door.join({ intent: 'take_over', roomId })
  }

  /** Goes back into a visit that has just ended. */
  returnTo({ visit }: EndedVisit): Promise<void> {
    return this.#door.join({ intent: 'return', roomId: visit.seat.roomId })
  }

  #showProblem(problem: RefusalCode): void {
    const { at } = this.#stage.get()
    if (at === 'starting' || at === 'prepare') this.goOn()
    this.#stage.update((stage) => ('problem' in stage ? { ...stage, problem } : stage))
    // What was asked for may be over: the lobby shows what is true now.
    void this.#enterLobby()
  }

  #onSocket(): void {
    const state = this.socket.state.get()
    // One after another: a line that is cut while this page comes back must not bring it back twice.
    if (state.status === 'online') this.#catchingUp = this.#catchingUp.then(() => this.#catchUp())
    // A running call needs no server; that this page is not taken any more is said when it is over.
    if (state.status === 'refused' && this.#stage.get().at !== 'visit') this.#showRefusal(state.code)
  }

  #showRefusal(code: ErrorCode): void {
    if (code === 'not_identified') this.session.lose()
    else this.#stage.set({ at: 'blocked', code })
  }

  /** After every (re)connection: catch up with the lobby, and sit down again where this tab was. */
  async #catchUp(): Promise<void> {
    const stage = this.#stage.get()
    const isFirst = this.#justConnected
    this.#justConnected = false
    if (stage.at === 'visit') await stage.visit.resume()
    if (stage.at === 'ended') stage.ended.visit.keeper.hurry()
    await this.#enterLobby()
    const { status } = this.socket.state.get()
    if (stage.at === 'starting' && status === 'online') await this.#comeBack()
    else if (!isFirst && ['lobby', 'expected', 'door', 'home'].includes(stage.at)) await this.#compareSelf()
  }

  /** Back into the visit where this tab had a seat, otherwise to the people here. */
  async #comeBack(): Promise<void> {
    if ((await this.#door.comeBack()) !== 'no_seat') return
    await this.#face.expect(this.#mayUseMedia)
    const { signedIn, byLink, companion } = this.session
    if (signedIn || byLink || companion !== null || this.#face.wanted) this.goOn()
    else this.#stage.set({ at: 'prepare' })
  }

  /** Somebody may have signed in in another tab: this one must not show one person's pages to another. */
  async #compareSelf(): Promise<void> {
    const before = this.session.self?.id
    const reply = await this.session.look().catch(() => null)
    if (reply === null || reply.session.level === 'none') return
    if (this.session.self?.id !== before) await this.start()
  }

  #onEnded(ended: EndedVisit): void {
    // Nobody met: there is nothing to look back on, nor to return to.
    if (this.lobby.wasTakenBack(ended.visit.seat.roomId)) this.goOn()
    else this.#stage.set({ at: 'ended', ended, peerIsBack: false, problem: null })
  }

  #onReopened(roomId: RoomId): void {
    void this.#enterLobby()
    this.#stage.update((stage) =>
      stage.at === 'ended' && stage.ended.visit.seat.roomId === roomId
        ? { ...stage, peerIsBack: true }
        : stage,
    )
  }

  #showSession({ session, clinic }: SessionReply): void {
    switch (session.level) {
      case 'none':
        return this.#showWelcome(null)
      case 'guest':
      case 'companion':
        this.#stage.set({ at: 'starting' })
        return this.#connect()
      case 'pending':
        this.#disconnect()
        return this.#stage.set({ at: 'second_factor', clinic, factors: session.factors })
      case 'account':
        if (this.#draftsOf !== session.self.id) this.drafts.forget()
        this.#draftsOf = session.self.id
        void this.#face.expect(this.#mayUseMedia)
        this.#connect()
        // Where this tab had a seat, it first tries to come back into the visit.
        if (seatMemory.read() === null) this.goOn()
    }
  }

  #showWelcome(signedOut: SignedOut | null): void {
    this.#face.forget()
    this.#disconnect()
    this.proof.dismiss()
    this.#stage.set({ at: 'welcome', clinic: this.session.reply.get().clinic, signedOut })
  }

  #onSessionOver(why: SignedOut | null): void {
    // A running call needs no server; that the session is over is said when the visit is.
    if (this.#stage.get().at !== 'visit' && !this.#leaving) this.#showWelcome(why)
  }

  #onAddress(): void {
    const link = this.#stage.get().at === 'visit' ? null : this.#takeLink()
    if (link === null) return
    this.#link = link
    void this.start()
  }

  /** A socket speaks for the session that it was opened with. */
  #connect(): void {
    this.#disconnect()
    this.#justConnected = true
    this.socket.connect()
  }

  #disconnect(): void {
    this.socket.disconnect()
    this.lobby.leave()
  }

  get #mayMeet(): boolean {
    const { session } = this.session.reply.get()
    if (session.level === 'account') return mayEver(session.roles, 'lobby.enter')
    return session.level === 'guest' || session.level === 'companion'
  }

  async #enterLobby(): Promise<void> {
    if (this.#mayMeet) await this.lobby.enter().catch(() => undefined)
  }
}
