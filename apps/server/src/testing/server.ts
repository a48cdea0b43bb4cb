import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sessionReplySchema, type Participant, type VisitId, type VisitRole } from '@visita/protocol'
import { buildApp } from '../app.ts'
import { loadConfig } from '../modules/settings/index.ts'
import { createLogger } from '../platform/logger.ts'
import { newRoomId, newSeatToken } from '../platform/random.ts'
import type { RouteEntry } from '../platform/route-table.ts'
import { openServices, type Services } from '../services.ts'

/** A person's browser: sends the cookie and the Origin that a page of this server would. */
export interface Browser {
  self: Participant
  cookie: string
  fetch(path: string, options?: BrowserRequest): Promise<Response>
}

export interface BrowserRequest {
  method?: string
  headers?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
  body?: string | Uint8Array<ArrayBuffer>
}

export interface TestServer {
  url: string
  dataDir: string
  services: Services
  routes: readonly RouteEntry[]
  log: string[]
  /** The time as the server tells it, epoch milliseconds. */
  now(): number
  /** Moves the clock that the server tells the time by. */
  advance(ms: number): void
  /** A browser whose person has not said who they are. */
  stranger(): Omit<Browser, 'self'>
  identify(displayName: string): Promise<Browser>
  close(): Promise<void>
}

export interface ServerSetup {
  webDir?: string
  /** Milliseconds by which its clock is ahead. */
  ahead?: number
  /** Further settings. */
  env?: Record<string, string>
}

/** A folder of its own, removed by `[Symbol.asyncDispose]`. */
export async function aFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'visita-test-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** The real server: real database file, real encryption, real HTTP on a free port. */
export async function aServer(
  dataDir: string,
  { webDir = join(dataDir, 'web'), ahead = 0, env = {} }: ServerSetup = {},
): Promise<TestServer> {
  const log: string[] = []
  let lead = ahead
  const config = loadConfig({ PORT: '0', VISITA_DATA_DIR: dataDir, VISITA_WEB_DIR: webDir, ...env }, [])
  const logger = createLogger('debug', { write: (line) => void log.push(line) })
  const services = await openServices(config, logger, () => Date.now() + lead)
  const app = await buildApp(services, null)
  app.addHook('onClose', () => services.close())
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    url,
    dataDir,
    services,
    routes: app.routeTable,
    log,
    now: () => Date.now() + lead,
    advance: (ms) => void (lead += ms),
    stranger: () => ({ cookie: '', fetch: browserFetch(url, '') }),
    identify: (displayName) => identify(url, displayName),
    close: () => app.close(),
  }
}

async function identify(url: string, displayName: string): Promise<Browser> {
  const reply = await browserFetch(url, '')('/api/session/guest', { method: 'PUT', json: { displayName } })
  const { session } = sessionReplySchema.parse(await reply.json())
  const cookie = reply.headers.get('set-cookie')?.split(';')[0]
  if (session.level !== 'guest' || cookie === undefined) throw new Error(`not identified: ${reply.status}`)
  const { self } = session
  return { self, cookie, fetch: browserFetch(url, cookie) }
}

let addresses = 0

/** Another one each time; told in `X-Forwarded-For`, it counts where the server trusts the proxy 127.0.0.1. */
export function anAddress(): string {
  addresses += 1
  return `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`
}

export function browserFetch(url: string, cookie: string): Browser['fetch'] {
  const from = { 'x-forwarded-for': anAddress() }
  return async (path, { json, headers = {}, body, method = 'GET' } = {}) => {
    const content = json === undefined ? body : JSON.stringify(json)
    const type = json === undefined ? {} : { 'content-type': 'application/json' }
    return fetch(`${url}${path}`, {
      method,
      headers: { origin: url, cookie, ...from, ...type, ...headers },
      ...(content === undefined ? {} : { body: content }),
    })
  }
}

export async function aVisit(
  services: Services,
  caller: Participant,
  callee: Participant,
  roles: readonly [VisitRole, VisitRole] = ['guest', 'guest'],
): Promise<VisitId> {
  const { visitId } = await services.visits.open({
    roomId: newRoomId(),
    participants: [
      { person: caller, role: roles[0] },
      { person: callee, role: roles[1] },
    ],
    from: 'lobby',
    seatTokens: [newSeatToken(), newSeatToken()],
  })
  return visitId
}
