import type { Signal } from '@visita/protocol'

/** The sender's page and connection, and the receiver's connection as far as it is known. */
export type Address = Pick<Signal, 'page' | 'from' | 'to'>

interface OutboundOptions {
  address: () => Address
  send: (signal: Signal) => Promise<void>
}

type Unaddressed =
  | { kind: 'hello' }
  | { kind: 'restart_request' }
  | Pick<Extract<Signal, { kind: 'description' }>, 'kind' | 'description'>
  | Pick<Extract<Signal, { kind: 'candidate' }>, 'kind' | 'candidate'>

/**
 * What one connection tells the other page, and what must be told again: an offer sent into a dead socket
 * would otherwise be lost and leave the connection in `have-local-offer`, in which nothing ever happens.
 */
export class Outbound {
  readonly #connection: RTCPeerConnection
  readonly #options: OutboundOptions
  #candidates: Unaddressed[] = []
  #undelivered = false

  constructor(connection: RTCPeerConnection, options: OutboundOptions) {
    this.#connection = connection
    this.#options = options
  }

  send(signal: Unaddressed): void {
    this.deliver(signal).catch(() => {
      this.#undelivered = true
    })
  }

  /** Resolves when the other page has it; nothing is repeated. */
  deliver(signal: Unaddressed): Promise<void> {
    return this.#options.send({ ...signal, ...this.#options.address() })
  }

  /** Sends the local description; candidates gathered from now on belong to it. */
  sendDescription(): void {
    this.#candidates = []
    this.#sendLocalDescription()
  }

  sendCandidate(candidate: RTCIceCandidate): void {
    const { sdpMid, sdpMLineIndex, usernameFragment } = candidate
    const signal: Unaddressed = {
      kind: 'candidate',
      candidate: { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment },
    }
    this.#candidates.push(signal)
    this.send(signal)
  }

  /** Sends once more what the other page has not confirmed; the description brings its candidates along. */
  repeatUndelivered(): void {
    if (this.#undelivered) this.repeatDescription()
  }

  repeatOpenOffer(): void {
    if (this.#connection.signalingState === 'have-local-offer') this.repeatDescription()
  }

  repeatDescription(): void {
    this.#undelivered = false
    this.#sendLocalDescription()
    for (const candidate of this.#candidates) this.send(candidate)
  }

  #sendLocalDescription(): void {
    const description = this.#connection.localDescription
    if (description?.type !== 'offer' && description?.type !== 'answer') return
    this.send({ kind: 'description', description: { type: description.type, sdp: description.sdp } })
  }
}
