import type { ClientEvent } from '@visita/protocol'
import type { Page } from '../page.ts'
import { type Browser, browserFetch, type BrowserRequest } from '../server.ts'

/** Sends marked texts to a server, and knows which field of which route and event has had one. */
export class Sender {
  readonly url: string
  /** All that was sent of people, and all that was told in confidence. */
  readonly marks: string[] = []
  /** Such as `PUT /api/session/guest body.displayName`. */
  readonly filled = new Set<string>()

  constructor(url: string) {
    this.url = url
  }

  /** A text that stands nowhere else; in small letters, as logins are kept. */
  mark(): string {
    const mark = `qzm${String(this.marks.length).padStart(3, '0')}mzq`
    this.marks.push(mark)
    return mark
  }

  /** What whoever is told it is to keep for themselves. */
  keepsSecret(...secrets: string[]): void {
    this.marks.push(...secrets)
  }

  stranger(): Pick<Browser, 'fetch' | 'cookie'> {
    return { cookie: '', fetch: browserFetch(this.url, '') }
  }

  /** Asks a route by its name; `ids` for its address. Fails where another status comes back than expected. */
  async ask(
    name: string,
    who: Pick<Browser, 'fetch'>,
    { ids = {}, expected, ...request }: BrowserRequest & { ids?: Record<string, string>; expected: number },
  ): Promise<Response> {
    const [method = '', url = ''] = name.split(' ')
    this.#note(name, 'body', request.json)
    const path = url.replace(/:(\w+)\??/g, (_match, id: string) => ids[id] ?? '')
    const reply = await who.fetch(path, {
      ...request,
      method,
      headers: { 'user-agent': this.mark(), ...request.headers },
    })
    if (reply.status !== expected) throw new Error(`${name}: ${reply.status} ${await reply.text()}`)
    this.keepsSecret(...reply.headers.getSetCookie().map((cookie) => cookie.split(/[=;]/)[1] ?? ''))
    return reply
  }

  /** What is answered does not matter, only what was said. */
  async say(page: Page, event: ClientEvent, request: object): Promise<void> {
    this.#note(event, 'request', request)
    await page.socket.timeout(10_000).emitWithAck(event, request)
  }

  #note(name: string, path: string, value: unknown): void {
    if (typeof value === 'string') {
      if (/qzm\d{3}mzq/.test(decoded(path, value))) this.filled.add(`${name} ${path}`)
    } else if (Array.isArray(value)) for (const each of value) this.#note(name, `${path}[]`, each)
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) this.#note(name, `${path}.${key}`, each)
  }
}

/** Of a picture, what is in it. */
const decoded = (path: string, value: string): string =>
  path.endsWith('.png') ? Buffer.from(value, 'base64').toString('latin1') : value
