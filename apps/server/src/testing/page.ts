import {
  CLIENT_EVENTS,
  PROTOCOL_VERSION,
  SERVER_EVENTS,
  resultOf,
  type ClientEvent,
  type PayloadOf,
  type ReplyOf,
  type RequestOf,
  type Result,
  type ServerEvent,
} from '@visita/protocol'
import { io, type Socket } from 'socket.io-client'
import { vi } from 'vitest'
import type { Browser } from './server.ts'

/** One open page with a real socket: asks, and remembers what it is told. */
export class Page {
  readonly socket: Socket
  readonly #heard: { event: string; payload: unknown }[] = []

  constructor(
    url: string,
    cookie: string,
    options: { origin?: string; protocol?: number; ca?: string } = {},
  ) {
    this.socket = io(url, {
      forceNew: true,
      reconnection: false,
      transports: ['websocket'],
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      extraHeaders: { cookie, origin: options.origin ?? url },
      auth: { protocol: options.protocol ?? PROTOCOL_VERSION },
    })
    this.socket.onAny((event: string, payload: unknown, acknowledge?: (taken: boolean) => void) => {
      this.#heard.push({ event, payload })
      acknowledge?.(true)
    })
  }

  /** `connected`, or the words of the refusal. */
  async admission(): Promise<string> {
    return new Promise((resolve) => {
      this.socket.once('connect', () => resolve('connected'))
      this.socket.once('connect_error', ({ message }) => resolve(message))
    })
  }

  async ask<E extends ClientEvent>(event: E, request: RequestOf<E>): Promise<Result<ReplyOf<E>>> {
    const answer: unknown = await this.socket.timeout(10_000).emitWithAck(event, request)
    resultOf(CLIENT_EVENTS[event].reply).parse(answer)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by this event's own schema, a tie that the compiler cannot follow through the table
    return answer as Result<ReplyOf<E>>
  }

  /** As `ask`, for what is to be granted. */
  async get<E extends ClientEvent>(event: E, request: RequestOf<E>): Promise<ReplyOf<E>> {
    const result = await this.ask(event, request)
    if (!result.ok) throw new Error(`${event} was refused: ${result.error}`)
    return result.value
  }

  heard<E extends ServerEvent>(event: E): PayloadOf<E>[] {
    const payloads = this.#heard.filter((message) => message.event === event)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as in ask
    return payloads.map(({ payload }) => SERVER_EVENTS[event].parse(payload) as PayloadOf<E>)
  }

  async hears<E extends ServerEvent>(event: E): Promise<PayloadOf<E>> {
    return vi.waitFor(
      () => {
        const payload = this.heard(event).at(-1)
        if (payload === undefined) throw new Error(`${event} was not heard`)
        return payload
      },
      { timeout: 10_000, interval: 5 },
    )
  }

  async closed(): Promise<void> {
    await vi.waitFor(() => {
      if (this.socket.connected) throw new Error('still connected')
    }, 10_000)
  }
}

/** A page that is in the lobby. */
export async function aPage(url: string, { cookie }: Pick<Browser, 'cookie'>): Promise<Page> {
  const page = new Page(url, cookie)
  const admission = await page.admission()
  if (admission !== 'connected') throw new Error(`refused: ${admission}`)
  await page.get('lobby:enter', {})
  return page
}

/** The pages that a test opens, closed together when it is over. */
export class OpenPages {
  readonly #pages: Page[] = []

  add(...pages: Page[]): void {
    this.#pages.push(...pages)
  }

  async open(url: string, browser: Pick<Browser, 'cookie'>): Promise<Page> {
    const page = await aPage(url, browser)
    this.add(page)
    return page
  }

  async close(): Promise<void> {
    for (const page of this.#pages.splice(0)) {
      page.socket.disconnect()
      await page.closed()
    }
  }
}
