import { Emitter, Store, type Readable } from '@visita/call'
import {
  CLIENT_EVENTS,
  ERROR_CODES,
  PROTOCOL_VERSION,
  SERVER_EVENTS,
  resultOf,
  type ClientEvent,
  type ErrorCode,
  type PayloadOf,
  type ReplyOf,
  type RequestOf,
  type ServerEvent,
} from '@visita/protocol'
import { io, type Socket } from 'socket.io-client'
import type { ZodMiniType } from 'zod/mini'
import { Refused } from './refused.ts'

/** `refused`: the server will not take this page as it is; trying again by itself would not help. */
export type SocketState =
  | { status: 'connecting' }
  | { status: 'online' }
  | { status: 'offline' }
  | { status: 'refused'; code: ErrorCode }

type ServerEvents = { [E in ServerEvent]: PayloadOf<E> }

const ANSWER_TIMEOUT = 8_000
const REMEMBERED_ANSWERS = 8

/** Not connected yet. */
export const newSocket = (): Socket =>
  io({
    auth: { protocol: PROTOCOL_VERSION },
    // Polling only where a proxy on the way refuses WebSockets.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 3_000,
    // After a restart of the server all pages come back, and not in the same moment.
    randomizationFactor: 0.7,
    // A packet that was lost on a dead line is repeated ever more rarely; a new attempt is quicker.
    timeout: 5_000,
    autoConnect: false,
  })

/**
 * The socket to the server: requests with answers, and the server's events, both parsed. It reconnects by
 * itself; whoever needs something redone after that watches `state`.
 */
export class ServerSocket extends Emitter<ServerEvents> {
  readonly #state = new Store<SocketState>({ status: 'connecting' })
  readonly #socket: Socket
  #answers: number[] = []

  constructor(socket: Socket) {
    super()
    this.#socket = socket
    this.#socket.on('connect', () => this.#state.set({ status: 'online' }))
    this.#socket.on('disconnect', (reason) => {
      if (this.#state.get().status !== 'refused') this.#state.set({ status: 'offline' })
      // After this reason Socket.IO waits to be told; the server closed us for one reason or restarts.
      if (reason === 'io server disconnect') this.#socket.connect()
    })
    this.#socket.on('connect_error', ({ message }) => this.#onConnectError(message))
    this.#socket.onAny((event: string, payload: unknown, acknowledge: unknown) =>
      this.#receive(event, payload, acknowledge),
    )
  }

  /** What the server calls this connection; null while there is none. */
  get id(): string | null {
    return this.#socket.id ?? null
  }

  get state(): Readable<SocketState> {
    return this.#state
  }

  /** Milliseconds that the slowest of the last answers took; null before the first. */
  get slowestAnswer(): number | null {
    return this.#answers.length === 0 ? null : Math.max(...this.#answers)
  }

  connect(): void {
    this.#state.set({ status: 'connecting' })
    this.#socket.connect()
  }

  disconnect(): void {
    this.#socket.disconnect()
    this.#state.set({ status: 'offline' })
  }

  /** Gives the line up, which may be dead without either end knowing, and makes a new one at once. */
  reconnect(): void {
    if (this.#state.get().status === 'refused') return
    this.#socket.disconnect()
    this.#socket.connect()
  }

  /**
   * Asks the server; throws `Refused` with its code, or `offline` when no answer came within `patience`
   * milliseconds.
   */
  async request<E extends ClientEvent>(
    event: E,
    request: RequestOf<E>,
    patience = ANSWER_TIMEOUT,
  ): Promise<ReplyOf<E>> {
    if (!this.#socket.connected) throw new Refused('offline')
    const askedAt = performance.now()
    const answer: unknown = await this.#socket
      .timeout(patience)
      .emitWithAck(event, request)
      .catch(() => {
        throw new Refused('offline')
      })
    this.#answers = [...this.#answers, performance.now() - askedAt].slice(-REMEMBERED_ANSWERS)
    const reply: ZodMiniType = CLIENT_EVENTS[event].reply
    const result = resultOf(reply).safeParse(answer)
    if (!result.success) throw new Refused('internal')
    if (!result.data.ok) throw new Refused(result.data.error)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by this event's own schema, a tie that the compiler cannot follow through the table
    return result.data.value as ReplyOf<E>
  }

  /** Parses and hands on one event; the acknowledgement says whether it fitted and somebody took it. */
  #receive(event: string, payload: unknown, acknowledge: unknown): void {
    if (!isServerEvent(event)) return
    const parsed = SERVER_EVENTS[event].safeParse(payload)
    if (!parsed.success) return
    const taken = this.emit(event, parsed.data)
    if (typeof acknowledge === 'function') acknowledge(taken)
  }

  #onConnectError(message: string): void {
    const code = ERROR_CODES.find((known) => known === message)
    // A refused handshake is not retried by Socket.IO; an unreachable server is.
    if (code) this.#state.set({ status: 'refused', code })
    else this.#state.set({ status: 'offline' })
  }
}

const isServerEvent = (event: string): event is ServerEvent => Object.hasOwn(SERVER_EVENTS, event)
