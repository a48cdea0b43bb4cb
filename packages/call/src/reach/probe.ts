import type { IceServer } from '@visita/protocol'
import { configurationOf, newConnection, type ConnectionMaker } from '../open-connection.ts'
import { Scope } from '../scope.ts'

/** A way out of this network: asking for one's own address over UDP, or a relay, by what carries it there. */
export type Way = 'stun' | 'relay_udp' | 'relay_tcp' | 'relay_tls'

/** An entry with one address, which is measured, ordered and dropped by itself. */
export interface SingleServer extends IceServer {
  urls: [string]
}

export type Reach =
  /**
   * `milliseconds` until the server had answered for good, with all its steps: one exchange over UDP for STUN,
   * two for a relay, and those of TCP and TLS before them.
   */
  | { outcome: 'reached'; milliseconds: number }
  /** It answered, and not with a place: the code of RFC 8656, section 18, or of RFC 8489, section 14.8. */
  | { outcome: 'refused'; code: number }
  /** Nothing came back. */
  | { outcome: 'silent' }

export type Probe = { server: SingleServer; way: Way } & Reach

export interface ProbeOptions {
  signal?: AbortSignal
  create?: ConnectionMaker
  now?: () => number
}

/** Milliseconds after which a server counts as silent. A slow satellite line takes less than two seconds. */
const PATIENCE = 4_000
/** Browsers say this for a server that cannot be reached (W3C webrtc-pc, section 4.8.2). */
const NOT_REACHED = 701

/**
 * Tries one server by a connection of its own, which is closed before this resolves. Firefox does not say why a
 * server gave nothing, so there a refusal counts as silence.
 */
export function probe(server: SingleServer, options: ProbeOptions = {}): Promise<Probe> {
  const { signal, create = newConnection, now = () => performance.now() } = options
  const way = wayOf(server.urls[0])
  const scope = new Scope()
  return new Promise<Probe>((resolve) => {
    const beganAt = now()
    let code = NOT_REACHED
    const end = (reach: Reach): void => {
      scope.dispose()
      resolve({ server, way, ...reach })
    }
    const reached = (): void => end({ outcome: 'reached', milliseconds: Math.round(now() - beganAt) })
    const giveUp = (): void =>
      end(code === NOT_REACHED ? { outcome: 'silent' } : { outcome: 'refused', code })

    if (signal?.aborted === true) {
      giveUp()
      return
    }
    const connection = create(configurationOf({ servers: [server], only: way !== 'stun' }))
    scope.add(() => connection.close())
    let failed = false
    scope.listen(connection, 'icecandidateerror', (event) => {
      failed = true
      // Another of this device's interfaces may get through yet.
      if ('errorCode' in event && typeof event.errorCode === 'number') code = clearer(code, event.errorCode)
    })
    scope.listen(connection, 'icecandidate', (event) => {
      if (!('candidate' in event)) return
      if (event.candidate === null) {
        // Where this device has no router before it, its outer address is its own and is not told twice.
        if (way === 'stun' && !failed) reached()
        else giveUp()
      } else if (typeOf(event.candidate) === (way === 'stun' ? 'srflx' : 'relay')) reached()
    })
    if (signal) scope.listen(signal, 'abort', giveUp)
    const timer = setTimeout(giveUp, PATIENCE)
    scope.add(() => clearTimeout(timer))
    connection.createDataChannel('probe')
    connection.setLocalDescription().catch(giveUp)
  })
}

/** One entry for each address. */
export const singleServers = (servers: readonly IceServer[]): SingleServer[] =>
  servers.flatMap((server) => server.urls.map((url): SingleServer => ({ ...server, urls: [url] })))

/** All at once: it takes as long as the slowest, and at most four seconds. */
export const probeAll = (servers: readonly SingleServer[], options?: ProbeOptions): Promise<Probe[]> =>
  Promise.all(servers.map((server) => probe(server, options)))

function wayOf(url: string): Way {
  if (url.startsWith('stun')) return 'stun'
  if (url.startsWith('turns:')) return 'relay_tls'
  return url.endsWith('transport=tcp') ? 'relay_tcp' : 'relay_udp'
}

/** What a server said is clearer than that nothing was heard. */
const clearer = (known: number, code: number): number => (code === NOT_REACHED ? known : code)

/** As its line has it (RFC 8839, section 5.1). */
const typeOf = (candidate: unknown): string | undefined =>
  typeof candidate === 'object' && candidate !== null && 'candidate' in candidate
    ? / typ (\w+)/.exec(String(candidate.candidate))?.[1]
    : undefined
