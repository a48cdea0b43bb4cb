import {
  LIMITS,
  MEDIA_ROLES,
  type ChannelName,
  type ConnectionId,
  type MediaRole,
  type OutgoingMedia,
  type PageId,
  type RoomId,
  type Signal,
} from '@visita/protocol'
import { onControl } from './control.ts'
import { Emitter } from './emitter.ts'
import type { LocalMedia } from './local-media.ts'
import { openConnection, type ConnectionMaker, type OpenConnection, type Routing } from './open-connection.ts'
import type { OtherWay } from './other-way.ts'
import { Peer } from './peer.ts'
import { ChannelPipe } from './pipe.ts'
import { onNetworkNews } from './reconnect/network-news.ts'
import { Restarter } from './reconnect/restarter.ts'
import { Scope } from './scope.ts'
import { SafetyExchange } from './secure/safety-exchange.ts'
import type { SignallingPort } from './signalling-port.ts'
import { Store, type Readable } from './store.ts'
import { NO_TRACKS, type Tracks } from './tracks.ts'

/** `interrupted`: it was connected before and is looking for a way back. */
export type CallState =
  { phase: 'connecting' } | { phase: 'connected' } | { phase: 'interrupted' } | { phase: 'closed' }

/** What comes from the other person. `media` is null until they have said what they send. */
export interface RemoteMedia {
  tracks: Tracks
  media: OutgoingMedia | null
}

export interface CallEvents {
  /** The other person ended the visit. */
  bye: undefined
}

export interface CallOptions {
  /** The safety code belongs to it. */
  roomId: RoomId
  polite: boolean
  routing: Routing
  signalling: SignallingPort
  media: Pick<LocalMedia, 'tracks' | 'outgoing'>
  /** Made ahead, see `Standby`; the call closes it. */
  prepared?: OpenConnection | null
  createConnection?: ConnectionMaker
  /** Called before new routes are looked for: resolves when the best servers for them are in use. */
  prepareRoutes?: () => Promise<void>
  /** This page, for the other one to tell it from what it is after a reload. */
  page: PageId
  newConnectionId: () => ConnectionId
}

/**
 * The connection to the other person for as long as the visit lasts. The RTCPeerConnection underneath is
 * replaced when the other page turns out to be a new one (reloaded, or another tab); the pipes stay.
 */
export class Call extends Emitter<CallEvents> {
  readonly pipes: Record<ChannelName, ChannelPipe>
  /** The code by which both people can tell that nobody is in between. */
  readonly safety: SafetyExchange
  readonly #state = new Store<CallState>({ phase: 'connecting' })
  readonly #remote = new Store<RemoteMedia>({ tracks: NO_TRACKS, media: null })
  readonly #options: CallOptions
  readonly #scope = new Scope()
  #remoteId: ConnectionId | null = null
  #remotePage: PageId | null = null
  readonly #restarter: Restarter
  #routing: Routing
  #peer: Peer
  /** What comes by the connection itself. */
  #direct: Tracks = NO_TRACKS
  #otherWay: OtherWay | null = null
  readonly #held = new Store(false)

  constructor(options: CallOptions) {
    super()
    this.#options = options
    this.#routing = options.routing
    this.pipes = openPipes()
    this.#restarter = new Restarter({
      received: () => this.#peer.received(),
      reach: () => this.#peer.reach(),
      restart: () => void this.#restartPeer(),
      replace: () => this.#startAgain(),
      onBroken: () => this.#setConnecting(),
      onFlowing: () => this.#state.set({ phase: 'connected' }),
    })
    this.safety = new SafetyExchange({
      roomId: options.roomId,
      control: this.pipes.control,
      polite: options.polite,
      fingerprints: () => this.#peer.fingerprints(),
    })
    this.#scope.add(() => this.safety.close())
    this.#peer = this.#createPeer(options.prepared)
    this.#scope.add(() => this.#peer.close())
    this.#scope.add(() => this.#restarter.close())
    this.#scope.add(onNetworkNews(() => this.#restarter.doubt()))
    this.#scope.add(options.signalling.onSignal((signal) => this.#receive(signal)))
    this.#scope.add(options.signalling.onReachable(() => this.#onReachable()))
    this.#shareOutgoingMedia()
    this.#peer.greet()
  }

  get state(): Readable<CallState> {
    return this.#state
  }

  get remote(): Readable<RemoteMedia> {
    return this.#remote
  }

  /** Looks for a new route to the other person now. */
  restart(): void {
    this.#restarter.restartNow()
  }

  /** The next routes, of this connection and of those to come, are looked for with these servers. */
  useServers(routing: Routing): void {
    this.#routing = routing
    if (!this.#scope.disposed) this.#peer.useServers(routing)
  }

  stats(): Promise<RTCStatsReport> {
    return this.#peer.stats()
  }

  /** Of what brings the picture that is shown, and whether that is another way. */
  async shownStats(): Promise<{ report: RTCStatsReport; isOtherWay: boolean }> {
    const otherWay = this.#otherWay
    return { report: await (otherWay ?? this.#peer).stats(), isOtherWay: otherWay !== null }
  }

  /** Of the present connection; null before it has its lines. */
  senderOf(role: MediaRole): RTCRtpSender | null {
    return this.#peer.senderOf(role)
  }

  /** How loud the other person is at this moment, from 0 to 1. */
  voiceLevel(): number {
    if (this.#otherWay) return this.#otherWay.voiceLevel()
    return this.#state.get().phase === 'connected' ? this.#peer.voiceLevel() : 0
  }

  /** How many frames of this received track were decoded; null where the browser does not say. */
  framesDecoded(track: MediaStreamTrack): Promise<number | null> {
    return (this.#otherWay ?? this.#peer).framesDecoded(track)
  }

  /** Shows what comes another way; null: what comes by the connection itself again. */
  showInstead(otherWay: OtherWay | null): void {
    this.#otherWay = otherWay
    if (otherWay !== null) this.#restarter.expectLess()
    this.#showTracks()
  }

  /** While it is held the connection carries no picture and no sound, because they reach the other person another way. */
  hold(held: boolean): void {
    this.#held.set(held)
  }

  /** Tells the other page that the visit is over, as far as it can be reached directly. */
  sayBye(): void {
    this.pipes.control.send(JSON.stringify({ type: 'bye' }))
  }

  /** Releases connections and channels; the local media belong to their own owner. */
  close(): void {
    if (this.#scope.disposed) return
    this.#scope.dispose()
    this.#remote.set({ tracks: NO_TRACKS, media: null })
    this.#state.set({ phase: 'closed' })
  }

  /** By the rules of `signalSchema`: the polite side follows connections, the impolite side pages. */
  #receive(signal: Signal): void {
    const { polite } = this.#options
    const known = polite ? this.#remoteId : this.#remotePage
    const present = polite ? signal.from : signal.page
    if (known !== null && known !== present) this.#replacePeer()
    this.#remoteId = signal.from
    this.#remotePage = signal.page
    const forEarlier = !polite && signal.to !== this.#peer.id
    if (!forEarlier || signal.kind === 'hello') this.#peer.receive(signal)
  }

  #onReachable(): void {
    this.#peer.greet()
    this.#restarter.reachable()
  }

  async #restartPeer(): Promise<void> {
    const peer = this.#peer
    const prepared = this.#options.prepareRoutes?.()
    // The callee only asks, and has its own prepared by the time of the offer.
    if (!this.#options.polite) await prepared
    if (peer === this.#peer) peer.restart()
  }

  /** The connection is beyond repair. The callee's follows the caller's, so it can only ask. */
  #startAgain(): void {
    if (this.#options.polite) this.#peer.restart()
    else this.#replacePeer()
  }

  #replacePeer(): void {
    this.#peer.close()
    this.#direct = NO_TRACKS
    this.#remote.set({ tracks: this.#otherWay?.tracks ?? NO_TRACKS, media: null })
    this.#setConnecting()
    this.#restarter.beginAgain()
    this.#peer = this.#createPeer()
  }

  #createPeer(prepared?: OpenConnection | null): Peer {
    const { createConnection, newConnectionId, signalling } = this.#options
    return new Peer({
      id: newConnectionId(),
      address: (from) => ({ page: this.#options.page, from, to: this.#remoteId }),
      polite: this.#options.polite,
      opened: prepared ?? openConnection(this.#routing, createConnection),
      pipes: this.pipes,
      tracks: () => this.#sent(),
      send: (signal) => signalling.send(signal),
      onTracks: (tracks) => {
        this.#direct = tracks
        this.#showTracks()
      },
      onConnection: (state) => this.#follow(state),
      prepareRoutes: async () => this.#options.prepareRoutes?.(),
      onRestartRequest: () => this.#restarter.restartNow(),
    })
  }

  #follow(connection: RTCPeerConnectionState): void {
    if (connection === 'connected') this.#state.set({ phase: 'connected' })
    if (connection === 'disconnected' || connection === 'failed') this.#setConnecting()
    this.#restarter.follow(connection)
  }

  #setConnecting(): void {
    const before = this.#state.get().phase
    if (before === 'connected') this.#state.set({ phase: 'interrupted' })
  }

  #sent(): Tracks {
    return this.#held.get() ? NO_TRACKS : this.#options.media.tracks.get()
  }

  #showTracks(): void {
    const { tracks } = this.#otherWay ?? { tracks: this.#direct }
    if (!this.#scope.disposed) this.#remote.update((remote) => ({ ...remote, tracks }))
  }

  /** Follows the local media: tracks onto their lines, and what they are in words over the control pipe. */
  #shareOutgoingMedia(): void {
    const { tracks, outgoing } = this.#options.media
    let sent = this.#sent()
    const replaceChanged = (): void => {
      const current = this.#sent()
      for (const role of MEDIA_ROLES) {
        if (current[role] !== sent[role]) this.#peer.replaceTrack(role, current[role])
      }
      sent = current
    }
    const describe = (): void => {
      this.pipes.control.send(JSON.stringify({ type: 'media', media: outgoing.get() }))
    }
    this.#scope.add(tracks.subscribe(replaceChanged))
    this.#scope.add(this.#held.subscribe(replaceChanged))
    this.#scope.add(outgoing.subscribe(describe))
    this.#scope.add(this.pipes.control.on('open', describe))
    this.#scope.add(
      onControl(this.pipes.control, (message) => {
        if (message.type === 'media') this.#remote.update((remote) => ({ ...remote, media: message.media }))
        if (message.type === 'bye') this.emit('bye', undefined)
      }),
    )
  }
}

function openPipes(): Record<ChannelName, ChannelPipe> {
  return {
    control: new ChannelPipe(),
    chat: new ChannelPipe(),
    // Whoever takes files may come after the first offer, which is said once in a connection.
    files: new ChannelPipe({ mayWait: LIMITS.unfinishedFiles }),
    bulk: new ChannelPipe(),
    board: new ChannelPipe(),
    pointer: new ChannelPipe(),
  }
}
