import type { ClientEvent, ErrorCode, PayloadOf, ReplyOf, RequestOf, ServerEvent } from '@visita/protocol'
import type { Socket } from 'socket.io-client'
import { ServerSocket } from '../socket.ts'

type Handler = (...values: unknown[]) => void

interface Asked {
  event: string
  request: unknown
  answer: (result: unknown) => void
  fail: (error: Error) => void
}

/** The network under a `ServerSocket`: the test is the server, and answers what is asked when it likes. */
export class FakeSocket {
  connected = false
  connects = 0
  /** Milliseconds that the last request waits for its answer. */
  patience: number | null = null
  /** What was asked and has no answer yet, the oldest first. */
  asked: Asked[] = []
  /** Every event ever asked, with its request. */
  readonly heard: [string, unknown][] = []
  readonly #handlers = new Map<string, Handler>()
  #onAny: Handler = () => undefined

  /* What ServerSocket uses of a Socket.IO socket. */

  on(event: string, handler: Handler): void {
    this.#handlers.set(event, handler)
  }

  onAny(handler: Handler): void {
    this.#onAny = handler
  }

  connect(): void {
    this.connects += 1
  }

  disconnect(): void {
    if (this.connected) this.drop('io client disconnect')
  }

  timeout(milliseconds: number): this {
    this.patience = milliseconds
    return this
  }

  emitWithAck(event: string, request: unknown): Promise<unknown> {
    this.heard.push([event, request])
    return new Promise((answer, fail) => {
      this.asked.push({ event, request, answer, fail })
    })
  }

  /* What the test does. */

  /** The connection is there, or there again. */
  open(): void {
    this.connected = true
    this.#handlers.get('connect')?.()
  }

  /** The connection is lost, and with it every answer that was to come. */
  drop(reason = 'transport close'): void {
    this.connected = false
    for (const { fail } of this.asked.splice(0)) fail(new Error('socket has been disconnected'))
    this.#handlers.get('disconnect')?.(reason)
  }

  refuseHandshake(message: string): void {
    this.#handlers.get('connect_error')?.(new Error(message))
  }

  tell<E extends ServerEvent>(event: E, payload: PayloadOf<E>): void {
    this.#onAny(event, payload)
  }

  /** Hands on whatever the test likes, fitting or not. */
  receive(...values: unknown[]): void {
    this.#onAny(...values)
  }

  async answer<E extends ClientEvent>(event: E, value: ReplyOf<E>): Promise<RequestOf<E>> {
    return this.#settle(event, { ok: true, value })
  }

  async refuse<E extends ClientEvent>(event: E, error: ErrorCode): Promise<RequestOf<E>> {
    return this.#settle(event, { ok: false, error })
  }

  /** What was asked by this name, answered or not. */
  requests(event: ClientEvent): unknown[] {
    return this.heard.filter(([name]) => name === event).map(([, request]) => request)
  }

  /** Answers the oldest question of this name, and lets the page take the answer in. */
  async #settle<E extends ClientEvent>(event: E, result: unknown): Promise<RequestOf<E>> {
    await settled()
    const asked = this.asked.find((question) => question.event === event)
    if (!asked) throw new Error(`${event} was not asked`)
    this.asked = this.asked.filter((question) => question !== asked)
    asked.answer(result)
    await settled()
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ServerSocket.request takes no other
    return asked.request as RequestOf<E>
  }
}

/** What follows from an answer, as far as it needs no timer. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 30; round += 1) await Promise.resolve()
}

export function aSocket(): { wire: FakeSocket; socket: ServerSocket } {
  const wire = new FakeSocket()
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake has what ServerSocket uses
  return { wire, socket: new ServerSocket(wire as unknown as Socket) }
}
