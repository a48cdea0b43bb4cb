import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http'
import type { Socket as Wire } from 'node:net'
import {
  CLIENT_EVENTS,
  LIMITS,
  PROTOCOL_VERSION,
  handshakeSchema,
  mayEver,
  type ClientEvent,
  type ErrorCode,
  type Participant,
  type PayloadOf,
  type ReplyOf,
  type RequestOf,
  type Result,
  type ServerEvent,
  type SessionId,
} from '@visita/protocol'
import type { Logger } from 'pino'
import { Server, type Socket } from 'socket.io'
import type { Clock } from './clock.ts'
import { FloodGuard } from './flood-guard.ts'
import { HEADERS } from './headers.ts'
import { mayOpenSocket, type OriginCheck } from './origins.ts'
import { Refusal } from './http-errors.ts'
import { Unavailable } from './startup-error.ts'
import type { Member, Principal } from './principal.ts'

/** One page of one person with a session. */
export interface Connection {
  readonly id: string
  readonly member: Member
  /** As `member.person`. */
  readonly person: Participant
  /** False once the page has gone. */
  readonly isOpen: boolean
  send<E extends ServerEvent>(event: E, payload: PayloadOf<E>): void
  /** True when the page confirmed that it has the payload. */
  deliver<E extends ServerEvent>(event: E, payload: PayloadOf<E>): Promise<boolean>
}

/** What the server does for each event; an event without a handler does not compile. */
export type Handlers = {
  [E in ClientEvent]: (connection: Connection, request: RequestOf<E>) => ReplyOf<E> | Promise<ReplyOf<E>>
}

export interface SocketServerOptions<Group extends string> {
  /** Who sends the session cookie; whoever has no whole session is refused. */
  principalOf: (cookieHeader: string | undefined) => Promise<Principal>
  /** The groups whose broadcasts this person hears. */
  audiencesOf: (member: Member) => readonly Group[]
  /** Socket.IO's `cors` does not guard WebSockets, so every handshake's Origin is checked here. */
  isAllowedOrigin: OriginCheck
  /** Told of everybody who asked for what is not theirs, before they are answered. */
  onDenied: (member: Member, refusal: Refusal) => Promise<void>
  logger: Logger
  clock: Clock
}

export interface SocketServer<Group extends string> {
  /** To every page of these groups. */
  broadcast: <E extends ServerEvent>(audiences: readonly Group[], event: E, payload: PayloadOf<E>) => void
  /** Starts answering. `onLeave` is called once for each connection that goes. */
  serve(handlers: Handlers, onLeave: (connection: Connection) => void): void
  /** Closes every page of a session, which is no longer let in. */
  closePagesOf(id: SessionId): void
  close(): Promise<void>
}

const DELIVERY_TIMEOUT = 5_000
/* A page that is out of reach answers no goodbye, and would be waited for half a minute. */
const GOODBYE_MS = 1_000
/* A person with more open pages than this is a script. */
const MAX_PAGES = 20

/** Attaches Socket.IO to the HTTP server. Every frame is bounded, counted and parsed before a handler sees it. */
export function attachSockets<Group extends string>(
  httpServer: HttpServer,
  options: SocketServerOptions<Group>,
): SocketServer<Group> {
  const io = new Server(httpServer, {
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: LIMITS.socketFrame,
    // A stall of the event loop for some seconds must not drop everyone; a dead line is noticed within 35 s.
    pingInterval: 15_000,
    pingTimeout: 20_000,
    connectTimeout: 10_000,
    allowRequest: (request, decide) => {
      const { headers, socket } = request
      const allowed = mayOpenSocket(headers, socket.localPort, options.isAllowedOrigin)
      decide(allowed ? null : ('wrong_origin' satisfies ErrorCode), allowed)
    },
  })
  // Its answers pass the HTTP server by, and with it the headers that every other answer has.
  io.engine.use((_request: IncomingMessage, response: ServerResponse, next: () => void) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    next()
  })
  const pages = new Map<string, number>()
  const wires = new Set<Wire>()
  io.engine.on('connection', ({ request: { socket } }: { request: IncomingMessage }) => {
    wires.add(socket)
    socket.once('close', () => wires.delete(socket))
  })

  io.use(async (socket, next) => {
    try {
      await admit(socket, options, pages)
      next()
    } catch (error) {
      next(new Error(codeOf(error, options.logger)))
    }
  })

  return {
    broadcast(audiences, event, payload) {
      // Without a room it would go to everybody.
      if (audiences.length > 0) io.to(Array.from(audiences)).emit(event, payload)
    },
    serve(handlers, onLeave) {
      io.on('connection', (socket: Socket<never, never, never, SocketData>) => {
        const connection = connectionOf(socket)
        const { id } = connection.person
        void socket.join([connection.member.sessionId, ...options.audiencesOf(connection.member)])
        pages.set(id, (pages.get(id) ?? 0) + 1)
        listen(socket, connection, handlers, options)
        socket.once('disconnect', () => {
          const left = (pages.get(id) ?? 1) - 1
          if (left > 0) pages.set(id, left)
          else pages.delete(id)
          onLeave(connection)
        })
      })
    },
    closePagesOf: (id) => io.in(id).disconnectSockets(true),
    async close() {
      const impatient = setTimeout(() => {
        for (const wire of wires) wire.destroy()
      }, GOODBYE_MS)
      await io.close()
      clearTimeout(impatient)
    },
  }
}

interface SocketData {
  member: Member
}

async function admit(
  socket: Socket,
  options: Pick<SocketServerOptions<never>, 'principalOf'>,
  pages: Map<string, number>,
): Promise<void> {
  const handshake = handshakeSchema.safeParse(socket.handshake.auth)
  if (!handshake.success || handshake.data.protocol !== PROTOCOL_VERSION) {
    throw new Refusal('protocol_mismatch')
  }
  const member = await options.principalOf(socket.handshake.headers.cookie)
  if (member.kind === 'anonymous' || member.roles.includes('pending')) throw new Refusal('not_identified')
  if ((pages.get(member.person.id) ?? 0) >= MAX_PAGES) throw new Refusal('too_fast')
  socket.data = { member } satisfies SocketData
}

function connectionOf(socket: Socket<never, never, never, SocketData>): Connection {
  const untyped: Socket = socket
  return {
    id: socket.id,
    member: socket.data.member,
    person: socket.data.member.person,
    get isOpen() {
      return socket.connected
    },
    send: (event, payload) => void untyped.emit(event, payload),
    deliver: (event, payload) =>
      untyped
        .timeout(DELIVERY_TIMEOUT)
        .emitWithAck(event, payload)
        .then((taken: unknown) => taken === true)
        .catch(() => false),
  }
}

/** Answers one socket's events; whatever is not of the protocol is refused, and too much of it ends the socket. */
function listen(
  socket: Socket<never, never, never, SocketData>,
  connection: Connection,
  handlers: Handlers,
  { clock, logger, onDenied }: Pick<SocketServerOptions<never>, 'clock' | 'logger' | 'onDenied'>,
): void {
  const guard = new FloodGuard(clock)
  const refuse = (error: ErrorCode): Result<never> => {
    if (guard.exhausted) {
      logger.warn({ event: 'socket_closed', code: error, person: connection.person.id })
      connection.send('refused', { error })
      socket.disconnect(true)
    }
    return { ok: false, error }
  }

  const answer = async (event: string, request: unknown): Promise<Result<unknown>> => {
    const isSignal = event === 'room:signal' || event === 'forward:candidate'
    if (!guard.admit(isSignal ? 'signals' : 'requests')) return refuse('too_fast')
    const parsed = isClientEvent(event) ? CLIENT_EVENTS[event].request.safeParse(request) : null
    if (!isClientEvent(event) || !parsed?.success) {
      guard.strike()
      return refuse('bad_request')
    }
    if (!mayEver(connection.member.roles, CLIENT_EVENTS[event].permission)) {
      guard.strike()
      return refuse('forbidden')
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by this event's own schema, a tie that the compiler cannot follow through the table
    const handle = handlers[event] as (connection: Connection, request: unknown) => unknown
    try {
      return { ok: true, value: await handle(connection, parsed.data) }
    } catch (error) {
      if (error instanceof Refusal && error.denial !== null) await onDenied(connection.member, error)
      return { ok: false, error: codeOf(error, logger) }
    }
  }

  socket.onAny((event: string, ...args: unknown[]) => {
    const acknowledge = args.at(-1)
    const request = args[0]
    void answer(event, request).then((result) => {
      if (typeof acknowledge === 'function') acknowledge(result)
      else if (!result.ok) connection.send('refused', { error: result.error })
      return result
    })
  })
}

const isClientEvent = (event: string): event is ClientEvent => Object.hasOwn(CLIENT_EVENTS, event)

function codeOf(error: unknown, logger: Logger): ErrorCode {
  if (error instanceof Refusal) return error.code
  // The type of the error and where it was thrown; its message could quote what a person wrote.
  logger.error({ event: 'socket_failure', type: error instanceof Error ? error.name : typeof error })
  return error instanceof Unavailable ? 'unavailable' : 'internal'
}
