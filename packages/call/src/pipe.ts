import { Emitter } from './emitter.ts'
import type { Scope } from './scope.ts'

export type PipeData = string | ArrayBuffer

export interface PipeEvents {
  /** Messages flow from now on; the other page may be a new one that knows nothing of what went before. */
  open: undefined
  /** Nothing flows. Whatever was not acknowledged by the other page may be lost. */
  close: undefined
  message: PipeData
  /** The send buffer has fallen to the low-water mark: the moment to send more. */
  drain: undefined
}

/**
 * A stream of messages to the other person that outlives any one RTCPeerConnection: it closes and opens
 * again as connections are replaced. Chat, files and the board are written against this alone.
 */
export interface Pipe {
  readonly isOpen: boolean
  /** Bytes queued and not yet on the wire. */
  readonly bufferedAmount: number
  /** The largest message in bytes that the other side takes. */
  readonly maxMessageSize: number
  /** False when the pipe is closed and the message was not taken. */
  send(data: PipeData): boolean
  on<E extends keyof PipeEvents>(event: E, handler: (payload: PipeEvents[E]) => void): () => void
}

/** Above this many queued bytes a bulk sender waits for `drain`; larger marks gain no speed. */
export const HIGH_WATER = 1024 * 1024
/** `drain` comes when the queue falls to this. */
export const LOW_WATER = 256 * 1024

/** RFC 8841: what a peer that does not state its maximum message size is taken to accept. */
const DEFAULT_MAX_MESSAGE_SIZE = 64 * 1024
/** A peer that states less would have what is cut into pieces cut for ever; no browser does. */
export const LEAST_MESSAGE_SIZE = 1_024

/** The pipe over a data channel; `attach` it to the channel of each new connection. */
export class ChannelPipe extends Emitter<PipeEvents> implements Pipe {
  readonly #mayWait: number
  /** Of this connection, for the first who listens; null once somebody did. */
  #waiting: PipeData[] | null = []
  #channel: RTCDataChannel | null = null
  #maxMessageSize: () => number = () => DEFAULT_MAX_MESSAGE_SIZE

  /** `mayWait`: so many messages that come before anybody listens are kept for the first who does. */
  constructor({ mayWait = 0 } = {}) {
    super()
    this.#mayWait = mayWait
  }

  get isOpen(): boolean {
    return this.#channel?.readyState === 'open'
  }

  get bufferedAmount(): number {
    return this.#channel?.bufferedAmount ?? 0
  }

  get maxMessageSize(): number {
    return Math.max(LEAST_MESSAGE_SIZE, this.#maxMessageSize())
  }

  /** Uses `channel` until `scope` is disposed. */
  attach(channel: RTCDataChannel, maxMessageSize: () => number, scope: Scope): void {
    channel.binaryType = 'arraybuffer'
    channel.bufferedAmountLowThreshold = LOW_WATER
    this.#channel = channel
    this.#maxMessageSize = maxMessageSize
    let announced = false
    const detach = (): void => {
      if (this.#channel === channel) this.#channel = null
      if (this.#waiting) this.#waiting = []
      if (announced) this.emit('close', undefined)
      announced = false
    }
    scope.listen(channel, 'open', () => {
      announced = true
      this.emit('open', undefined)
    })
    scope.listen(channel, 'close', detach)
    scope.listen(channel, 'bufferedamountlow', () => this.emit('drain', undefined))
    const onMessage = ({ data }: MessageEvent<PipeData>): void => {
      if (!this.emit('message', data) && this.#waiting && this.#waiting.length < this.#mayWait)
        this.#waiting.push(data)
    }
    channel.addEventListener('message', onMessage)
    scope.add(() => channel.removeEventListener('message', onMessage))
    scope.add(detach)
  }

  override on<E extends keyof PipeEvents>(event: E, handler: (payload: PipeEvents[E]) => void): () => void {
    const release = super.on(event, handler)
    if (event !== 'message') return release
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const data of waiting) this.emit('message', data)
    return release
  }

  send(data: PipeData): boolean {
    const channel = this.#channel
    if (channel?.readyState !== 'open') return false
    // The two branches are the two overloads of RTCDataChannel.send.
    if (typeof data === 'string') channel.send(data)
    else channel.send(data)
    return true
  }
}
