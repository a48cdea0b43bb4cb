import { newId } from '../../platform/random.ts'
import { type JanusMessage, janusMessageSchema, type Jsep } from './janus-messages.ts'

/** Where the forwarding server is, and what it shares with this one. */
export interface JanusPlace {
  url: string
  secret: string
}

/** What happens to the connection of one handle. */
export type HandleNews = 'webrtcup' | 'hangup' | 'detached'

const PLUGIN = 'janus.plugin.videoroom'
const ANSWER_MS = 5_000
/** Janus ends a session that says nothing for a minute. */
const KEEPALIVE_MS = 25_000
/** Marks requests of which all that comes may be the word that they arrived. */
const CONFIRMED = 'c-'

/** It cannot be reached, or refuses what it is asked. Its own words could name a room, so they are not kept. */
export class JanusError extends Error {
  /** By Janus's own numbers, where it answered. */
  readonly code: number | 'lost' | 'silent'

  constructor(code: number | 'lost' | 'silent') {
    super(`the forwarding server: ${code}`)
    this.name = 'JanusError'
    this.code = code
  }
}

type Body = Readonly<Record<string, unknown>>

/** One session with Janus over one WebSocket; both end together, and so do all handles in it. */
export class JanusSession implements Disposable {
  readonly #socket: WebSocket
  readonly #secret: string
  readonly #onLost: () => void
  readonly #waiting = new Map<string, (answer: JanusMessage | null) => void>()
  readonly #handles = new Map<number, (news: HandleNews) => void>()
  #id: number | null = null
  #keepalive: NodeJS.Timeout | undefined

  private constructor(socket: WebSocket, secret: string, onLost: () => void) {
    this.#socket = socket
    this.#secret = secret
    this.#onLost = onLost
    socket.addEventListener('message', ({ data }) => this.#hear(data))
    socket.addEventListener('close', () => this.#lost())
  }

  /** Rejects with JanusError where there is none. `onLost` is called once, when it was there and is not any more. */
  static async open({ url, secret }: JanusPlace, onLost: () => void): Promise<JanusSession> {
    const socket = new WebSocket(url, 'janus-protocol')
    await opened(socket)
    const session = new JanusSession(socket, secret, onLost)
    try {
      session.#id = idIn(await session.#ask({ janus: 'create' }))
    } catch (error) {
      socket.close()
      throw error
    }
    session.#keepalive = setInterval(
      () => void session.#ask({ janus: 'keepalive' }).catch(() => socket.close()),
      KEEPALIVE_MS,
    ).unref()
    return session
  }

  [Symbol.dispose](): void {
    this.#id = null
    this.#socket.close()
  }

  async attach(onNews: (news: HandleNews) => void = () => undefined): Promise<JanusHandle> {
    const id = idIn(await this.#ask({ janus: 'attach', plugin: PLUGIN }))
    this.#handles.set(id, onNews)
    return {
      say: async (body, jsep) => {
        // `e2ee`: Janus shall neither look into a frame nor make one.
        const description = jsep === undefined ? {} : { jsep: { ...jsep, e2ee: true } }
        const answer = await this.#ask({ janus: 'message', handle_id: id, body, ...description })
        return { data: answer.plugindata?.data ?? {}, jsep: answer.jsep ?? null }
      },
      trickle: async (candidate) => {
        await this.#ask({ janus: 'trickle', handle_id: id, candidate })
      },
      detach: () => {
        this.#handles.delete(id)
        // Where it does not come through, the session ends and the handle with it.
        void this.#ask({ janus: 'detach', handle_id: id }).catch(() => undefined)
      },
    }
  }

  #ask(body: Body): Promise<JanusMessage> {
    const transaction = body['janus'] === 'message' ? newId() : `${CONFIRMED}${newId()}`
    const session = this.#id === null ? {} : { session_id: this.#id }
    return new Promise((resolve, reject) => {
      const silence = setTimeout(() => {
        this.#waiting.delete(transaction)
        reject(new JanusError('silent'))
      }, ANSWER_MS)
      this.#waiting.set(transaction, (answer) => {
        clearTimeout(silence)
        const refusal = answer === null ? 'lost' : refusalIn(answer)
        if (answer === null || refusal !== null) reject(new JanusError(refusal ?? 'lost'))
        else resolve(answer)
      })
      if (this.#socket.readyState === WebSocket.OPEN) {
        this.#socket.send(JSON.stringify({ ...body, ...session, transaction, apisecret: this.#secret }))
      } else this.#answer(transaction, null)
    })
  }

  #answer(transaction: string, answer: JanusMessage | null): void {
    const take = this.#waiting.get(transaction)
    this.#waiting.delete(transaction)
    take?.(answer)
  }

  #hear(data: unknown): void {
    const message = parsed(data)
    if (message === null) return
    const { janus, transaction, sender } = message
    if (janus === 'webrtcup' || janus === 'hangup' || janus === 'detached') {
      if (sender !== undefined) this.#handles.get(sender)?.(janus)
      return
    }
    // What the plugin is told is confirmed first, and answered by an event.
    const isAnswer = janus !== 'ack' || transaction?.startsWith(CONFIRMED) === true
    if (transaction !== undefined && isAnswer) this.#answer(transaction, message)
  }

  #lost(): void {
    clearInterval(this.#keepalive)
    const wasOpen = this.#id !== null
    this.#id = null
    for (const transaction of Array.from(this.#waiting.keys())) this.#answer(transaction, null)
    this.#handles.clear()
    if (wasOpen) this.#onLost()
  }
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const silence = setTimeout(() => socket.close(), ANSWER_MS)
    socket.addEventListener('open', () => {
      clearTimeout(silence)
      resolve()
    })
    socket.addEventListener('close', () => {
      clearTimeout(silence)
      reject(new JanusError('lost'))
    })
  })
}

/** One connection of somebody with the forwarding server, or the hand that makes rooms in it. */
export interface JanusHandle {
  /** Rejects with JanusError where the plugin refuses it. */
  say(body: Body, jsep?: Jsep): Promise<{ data: Readonly<Record<string, unknown>>; jsep: Jsep | null }>
  trickle(candidate: Body): Promise<void>
  detach(): void
}

function idIn({ data }: JanusMessage): number {
  if (data === undefined) throw new JanusError('silent')
  return data.id
}

function refusalIn({ error, plugindata }: JanusMessage): number | null {
  if (error !== undefined) return error.code
  const code = plugindata?.data['error_code']
  return typeof code === 'number' ? code : null
}

function parsed(data: unknown): JanusMessage | null {
  try {
    return janusMessageSchema.safeParse(JSON.parse(String(data))).data ?? null
  } catch {
    return null
  }
}
