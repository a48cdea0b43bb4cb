import {
  CHANNEL_NAMES,
  type ChannelName,
  type ConnectionId,
  type MediaRole,
  type Signal,
} from '@visita/protocol'
import { configurationOf, type OpenConnection, type Routing } from './open-connection.ts'
import { Outbound, type Address } from './outbound.ts'
import type { ChannelPipe } from './pipe.ts'
import { countDecoded, countReceived } from './reconnect/received.ts'
import { Scope } from './scope.ts'
import { fingerprintOf } from './secure/fingerprint.ts'
import type { Fingerprints } from './secure/safety-exchange.ts'
import { SharedStats } from './shared-stats.ts'
import { NO_TRACKS, openMediaLines, transceiversByRole, type Tracks } from './tracks.ts'
import { preferRedundancy, withRobustVoice } from './voice/robust-voice.ts'

export interface PeerOptions {
  id: ConnectionId
  address: (from: ConnectionId) => Address
  /** The polite side yields when two offers meet, never restarts ICE itself, and waits for the first offer. */
  polite: boolean
  /** May have its lines and its offer already. */
  opened: OpenConnection
  pipes: Record<ChannelName, ChannelPipe>
  /** What is sent at this moment. */
  tracks: () => Tracks
  send: (signal: Signal) => Promise<void>
  /** The tracks that arrive on the media lines, as soon as they are known: on the impolite side at once. */
  onTracks: (tracks: Tracks) => void
  onConnection: (state: RTCPeerConnectionState) => void
  /** Before an offer of new routes is answered; rejects never. */
  prepareRoutes: () => Promise<void>
  /** The polite side asks for a new route. */
  onRestartRequest: () => void
}

/**
 * One RTCPeerConnection with perfect negotiation (W3C webrtc-pc, section 10.7).
 *
 * The media lines are fixed for the life of the connection (MEDIA_ROLES), so changing a device, showing a
 * second camera or a screen replaces a track and never negotiates. What is left to negotiate is the start
 * and ICE restarts; only the impolite side restarts, because both restarting at once freezes the picture.
 */
export class Peer {
  readonly id: ConnectionId
  readonly #options: PeerOptions
  readonly #connection: RTCPeerConnection
  readonly #stats: SharedStats
  readonly #outbound: Outbound
  readonly #scope = new Scope()
  #making = false
  #settingAnswer = false
  #ignoredOffer = false
  /** The origin line of the last offer that was answered. */
  #answeredOffer: string | undefined
  #tail: Promise<void> = Promise.resolve()

  constructor(options: PeerOptions) {
    this.id = options.id
    this.#options = options
    this.#connection = options.opened.connection
    this.#stats = new SharedStats(this.#connection)
    this.#outbound = new Outbound(this.#connection, {
      address: () => options.address(options.id),
      send: options.send,
    })
    this.#scope.add(() => this.#connection.close())
    this.#listen()
    this.#attachPipes()
    if (options.polite) return
    openMediaLines(this.#connection, options.tracks())
    this.#announceTracks()
    // Not waiting for `negotiationneeded`, which comes after whatever the page draws now.
    if (this.#connection.signalingState === 'stable') void this.#offer()
    else this.#outbound.sendDescription()
  }

  /** The other page can be reached (again): say which connection this is, and what it has missed. */
  greet(): void {
    this.#outbound.send({ kind: 'hello' })
    this.#outbound.repeatUndelivered()
  }

  /** Takes a signal that was meant for this connection; signals are worked off one at a time, in order. */
  receive(signal: Signal): void {
    this.#enqueue(async () => {
      switch (signal.kind) {
        case 'hello':
          // Whoever confirmed the open offer may have been an earlier page.
          this.#outbound.repeatOpenOffer()
          this.#outbound.repeatUndelivered()
          break
        case 'description':
          await this.#receiveDescription(signal.description)
          break
        case 'candidate':
          await this.#receiveCandidate(signal.candidate)
          break
        case 'restart_request':
          if (!this.#options.polite) this.#options.onRestartRequest()
          break
      }
    })
  }

  /** Sends `track` on the media line of `role` from now on, without negotiating. */
  replaceTrack(role: MediaRole, track: MediaStreamTrack | null): void {
    // Before the first offer has come the polite side has no lines; it adopts the current tracks then.
    void this.senderOf(role)
      ?.replaceTrack(track)
      .catch(() => undefined)
  }

  /** What there is stays up; the next restart looks for its routes with these. */
  useServers(routing: Routing): void {
    this.#connection.setConfiguration(configurationOf(routing))
  }

  /** Looks for a new route. On the polite side this asks the other to do it. */
  restart(): void {
    if (this.#scope.disposed) return
    if (this.#options.polite) {
      this.#outbound.send({ kind: 'restart_request' })
      return
    }
    this.#connection.restartIce()
    // While an offer is open nothing new is offered: only its answer leads on.
    this.#outbound.repeatOpenOffer()
  }

  /** Grows with everything that arrives. */
  received(): Promise<number> {
    return countReceived(this.#stats.ask())
  }

  /** Of the last moment: a second may pass between two. */
  stats(): Promise<RTCStatsReport> {
    return this.#stats.recent()
  }

  /** Null before the first offer has come. */
  senderOf(role: MediaRole): RTCRtpSender | null {
    const line = transceiversByRole(this.#connection).find(([lineRole]) => lineRole === role)
    return line?.[1].sender ?? null
  }

  /** How loud the voice that arrives is at this moment, from 0 to 1; 0 while nothing arrives. */
  voiceLevel(): number {
    const line = transceiversByRole(this.#connection).find(([role]) => role === 'microphone')
    const [source] = line?.[1].receiver.getSynchronizationSources() ?? []
    return source?.audioLevel ?? 0
  }

  /** Null where the track is of an earlier connection, or the browser does not say. */
  framesDecoded(track: MediaStreamTrack): Promise<number | null> {
    return countDecoded(this.#connection, track).catch(() => null)
  }

  /** Resolves when the other page has heard from this one; rejects when it could not be reached now. */
  reach(): Promise<void> {
    return this.#outbound.deliver({ kind: 'hello' })
  }

  /** Of the certificates at both ends, which DTLS has checked where there is a connection. */
  fingerprints(): Fingerprints | null {
    const { currentLocalDescription, currentRemoteDescription } = this.#connection
    const own = fingerprintOf(currentLocalDescription?.sdp ?? '')
    const other = fingerprintOf(currentRemoteDescription?.sdp ?? '')
    return own === null || other === null ? null : { own, other }
  }

  close(): void {
    this.#scope.dispose()
  }

  #listen(): void {
    const connection = this.#connection
    this.#scope.listen(connection, 'negotiationneeded', () => void this.#offer())
    this.#scope.listen(connection, 'connectionstatechange', () => {
      this.#options.onConnection(connection.connectionState)
    })
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent): void => {
      if (candidate) this.#outbound.sendCandidate(candidate)
    }
    connection.addEventListener('icecandidate', onCandidate)
    this.#scope.add(() => connection.removeEventListener('icecandidate', onCandidate))
  }

  #attachPipes(): void {
    const { opened, pipes } = this.#options
    for (const name of CHANNEL_NAMES) {
      const limit = (): number => this.#connection.sctp?.maxMessageSize ?? 0
      pipes[name].attach(opened.channels[name], limit, this.#scope)
    }
  }

  /** The polite side gives the lines of the first offer its own tracks. */
  async #adoptMediaLines(): Promise<void> {
    const adopted: Promise<void>[] = []
    for (const [role, transceiver] of transceiversByRole(this.#connection)) {
      if (transceiver.direction === 'sendrecv') continue
      transceiver.direction = 'sendrecv'
      if (role === 'microphone') preferRedundancy(transceiver)
      const track = this.#options.tracks()[role]
      if (track) adopted.push(transceiver.sender.replaceTrack(track))
    }
    await Promise.all(adopted)
    this.#announceTracks()
  }

  #announceTracks(): void {
    const received: Record<MediaRole, MediaStreamTrack | null> = { ...NO_TRACKS }
    for (const [role, transceiver] of transceiversByRole(this.#connection)) {
      received[role] = transceiver.receiver.track
    }
    this.#options.onTracks(received)
  }

  async #offer(): Promise<void> {
    if (this.#options.polite && this.#connection.remoteDescription === null) return
    try {
      this.#making = true
      await this.#connection.setLocalDescription()
      this.#outbound.sendDescription()
    } catch {
      // Closed meanwhile, or an offer of the other side came first: either way its answer takes over.
    } finally {
      this.#making = false
    }
  }

  async #receiveDescription(description: RTCSessionDescriptionInit): Promise<void> {
    const connection = this.#connection
    if (this.#changesCertificate(description)) return
    if (description.type === 'answer' && connection.signalingState !== 'have-local-offer') return
    if (description.type === 'offer' && originOf(description) === this.#answeredOffer) {
      // The same offer once more: our answer was lost or crossed it.
      if (connection.signalingState === 'stable') this.#outbound.repeatDescription()
      return
    }
    const ready = !this.#making && (connection.signalingState === 'stable' || this.#settingAnswer)
    this.#ignoredOffer = description.type === 'offer' && !ready && !this.#options.polite
    if (this.#ignoredOffer) return
    this.#settingAnswer = description.type === 'answer'
    await connection
      .setRemoteDescription(withRobustVoice(description))
      .finally(() => (this.#settingAnswer = false))
    if (description.type !== 'offer') return
    await this.#adoptMediaLines()
    if (this.#answeredOffer !== undefined) await this.#options.prepareRoutes()
    await connection.setLocalDescription()
    this.#answeredOffer = originOf(description)
    this.#outbound.sendDescription()
  }

  /**
   * A page keeps its certificate for the life of a connection. Another one in a later description is somebody
   * else's, who would step in behind a safety code that was compared before.
   */
  #changesCertificate({ sdp = '' }: RTCSessionDescriptionInit): boolean {
    const agreed = this.#connection.currentRemoteDescription
    return agreed !== null && fingerprintOf(sdp) !== fingerprintOf(agreed.sdp)
  }

  async #receiveCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    try {
      await this.#connection.addIceCandidate(candidate)
    } catch (error) {
      if (!this.#ignoredOffer) throw error
    }
  }

  #enqueue(work: () => Promise<void>): void {
    const before = this.#tail
    this.#tail = (async () => {
      await before
      if (this.#scope.disposed) return
      // What cannot be applied came malformed, late or after closing: the connection goes on as it is.
      await work().catch(() => undefined)
    })()
  }
}

/**
 * What names one offer: the session id and version of RFC 8866, section 5.2. The rest may differ when it is
 * repeated, because the candidates that were found meanwhile come with it.
 */
function originOf({ sdp = '' }: RTCSessionDescriptionInit): string {
  return /^o=.*$/m.exec(sdp)?.[0] ?? sdp
}
