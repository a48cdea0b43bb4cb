import type { PersonId } from '@visita/protocol'
import { configurationOf, newConnection, type ConnectionMaker, type Routing } from '../open-connection.ts'
import { countDecoded } from '../reconnect/received.ts'
import { Scope } from '../scope.ts'
import type { FrameCoder } from '../sealed/frame-coder.ts'
import type { ForwardingPort } from './forwarding-port.ts'

export interface LineNeeds {
  port: ForwardingPort
  coder: FrameCoder
  routing: Routing
  createConnection?: ConnectionMaker
  /** It is of no use any more; called once, and not after closing. */
  onFailed: () => void
}

/** Milliseconds to come up, which takes a busy phone its time while all goes on directly, and to come back by itself. */
const UP_WITHIN = 60_000
const BACK_WITHIN = 4_000

/** One connection with the forwarding server, up or down: negotiated once, and made anew when it fails. */
export class ForwardedLine {
  readonly connection: RTCPeerConnection
  readonly #of: PersonId
  readonly #needs: LineNeeds
  readonly #scope = new Scope()
  /** Until the other side knows of the line. */
  #early: RTCIceCandidate[] | null = []
  #patience: ReturnType<typeof setTimeout> | undefined

  /** `describe` agrees on the line with the other side. */
  constructor(of: PersonId, needs: LineNeeds, describe: (connection: RTCPeerConnection) => Promise<void>) {
    this.#of = of
    this.#needs = needs
    const create = needs.createConnection ?? newConnection
    this.connection = create(configurationOf(needs.routing))
    this.#scope.add(() => this.connection.close())
    this.#scope.add(() => clearTimeout(this.#patience))
    this.#scope.listen(this.connection, 'connectionstatechange', () => this.#follow())
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent): void => {
      if (candidate !== null && candidate.candidate !== '') this.#tell(candidate)
    }
    this.connection.addEventListener('icecandidate', onCandidate)
    this.#scope.add(() => this.connection.removeEventListener('icecandidate', onCandidate))
    this.#waitFor(UP_WITHIN)
    describe(this.connection).then(
      () => this.#tellEarly(),
      () => this.#fail(),
    )
  }

  /** Null where the browser does not say. */
  framesDecoded(track: MediaStreamTrack): Promise<number | null> {
    return countDecoded(this.connection, track).catch(() => null)
  }

  close(): void {
    this.#scope.dispose()
  }

  #follow(): void {
    const { connectionState } = this.connection
    if (connectionState === 'connected') clearTimeout(this.#patience)
    if (connectionState === 'disconnected') this.#waitFor(BACK_WITHIN)
    if (connectionState === 'failed') this.#fail()
  }

  #waitFor(ms: number): void {
    clearTimeout(this.#patience)
    this.#patience = setTimeout(() => this.#fail(), ms)
  }

  #fail(): void {
    if (this.#scope.disposed) return
    this.#scope.dispose()
    this.#needs.onFailed()
  }

  #tell(candidate: RTCIceCandidate): void {
    if (this.#early !== null) this.#early.push(candidate)
    // One that is lost may cost this line; then the next is tried.
    else void this.#needs.port.candidate(this.#of, candidate).catch(() => undefined)
  }

  #tellEarly(): void {
    const early = this.#early ?? []
    this.#early = null
    if (!this.#scope.disposed) for (const candidate of early) this.#tell(candidate)
  }
}
