import type { IceServer } from '@visita/protocol'
import type { Routing } from '../open-connection.ts'
import { probeAll, singleServers, type Probe, type SingleServer } from '../reach/probe.ts'

export interface RelayRankingOptions {
  probe?: typeof probeAll
  /** Epoch milliseconds. */
  now?: () => number
}

/** Milliseconds that a measurement is good for: a relay may be started again, this device may go elsewhere. */
const REMEMBERED = 5 * 60_000

/** A break goes on no longer than this for the sake of a better order, in milliseconds. */
const PATIENCE = 800
/** For so long a fresh order is that of the same break. */
const FRESH = 2_000

/** Of one host; null where nothing of it gave a place. */
interface Measured {
  milliseconds: number | null
  until: number
}

/**
 * What this page has found out about hosts of relays: which answers first, and which not at all. Kept in memory,
 * by the names of the hosts alone. A call takes what is known at the moment and never waits for more.
 */
export class RelayRanking {
  readonly #probe: typeof probeAll
  readonly #now: () => number
  readonly #known = new Map<string, Measured>()
  #refreshed: { at: number; done: Promise<void> } | null = null

  constructor({ probe = probeAll, now = () => Date.now() }: RelayRankingOptions = {}) {
    this.#probe = probe
    this.#now = now
  }

  /** Measures all of them, whatever is known. */
  async look(servers: readonly IceServer[], signal?: AbortSignal): Promise<readonly Probe[]> {
    const probes = await this.#probe(singleServers(servers), signal ? { signal } : {})
    if (signal?.aborted !== true) this.#note(probes)
    return probes
  }

  /** Measures where there is something to choose that is not known yet. */
  async measure(servers: readonly IceServer[]): Promise<void> {
    const hosts = new Set(singleServers(servers).map(hostOf))
    if (hosts.size < 2 || Array.from(hosts).every((host) => this.#of(host) !== null)) return
    await this.look(servers)
  }

  /**
   * In a break: forgets what was known, measures all, and resolves as soon as one relay answers, which then comes
   * first. Chromium leaves the way by a dead relay soon only for one that it prefers no less, and it prefers by order.
   */
  refresh(servers: readonly IceServer[]): Promise<void> {
    const relays = singleServers(servers).filter(isRelay)
    if (new Set(relays.map(hostOf)).size < 2) return Promise.resolve()
    const at = this.#now()
    if (this.#refreshed && at - this.#refreshed.at < FRESH) return this.#refreshed.done
    this.#known.clear()
    const done = this.#firstAnswer(relays)
    this.#refreshed = { at, done }
    return done
  }

  /**
   * The same with the fastest host first, which browsers prefer, and without the dead ones, unless nothing else is
   * left. The ways to one host stay together and in their order: browsers try them at the same time.
   */
  order<T extends Routing>(routing: T): T {
    const ranked = singleServers(routing.servers)
      .map((server) => ({ server, measured: this.#of(hostOf(server)) }))
      .toSorted((a, b) => rank(a.measured) - rank(b.measured))
    const alive = ranked.filter(({ measured }) => measured?.milliseconds !== null)
    const kept = alive.some(({ server }) => isRelay(server)) ? alive : ranked
    return { ...routing, servers: kept.map(({ server }) => server) }
  }

  #firstAnswer(relays: readonly SingleServer[]): Promise<void> {
    const probes: Probe[] = []
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PATIENCE)
      const tryOne = async (relay: SingleServer): Promise<void> => {
        const [probe] = await this.#probe([relay])
        if (probe === undefined) return
        probes.push(probe)
        // One that has not answered is not dead yet.
        this.#note(probes.filter(({ outcome }) => outcome === 'reached'))
        if (probes.length === relays.length) this.#note(probes)
        if (probe.outcome !== 'reached' && probes.length < relays.length) return
        clearTimeout(timer)
        resolve()
      }
      for (const relay of relays) void tryOne(relay)
    })
  }

  #of(host: string): Measured | null {
    const measured = this.#known.get(host)
    return measured && measured.until > this.#now() ? measured : null
  }

  #note(probes: readonly Probe[]): void {
    for (const host of new Set(probes.map(({ server }) => hostOf(server)))) {
      const ofHost = probes.filter(({ server }) => hostOf(server) === host)
      // One that tells addresses and relays nothing is of no use as a relay.
      const relays = ofHost.filter(({ server }) => isRelay(server))
      const times = (relays.length > 0 ? relays : ofHost).flatMap((probe) =>
        probe.outcome === 'reached' ? [probe.milliseconds] : [],
      )
      const milliseconds = times.length > 0 ? Math.min(...times) : null
      this.#known.set(host, { milliseconds, until: this.#now() + REMEMBERED })
    }
  }
}

/** The known first, by their time; then those of whom nothing is known; the dead last. */
function rank(measured: Measured | null): number {
  if (measured === null) return Number.MAX_SAFE_INTEGER
  return measured.milliseconds ?? Number.POSITIVE_INFINITY
}

const isRelay = ({ urls: [url] }: SingleServer): boolean => url.startsWith('turn')

/** By RFC 7064 and RFC 7065: scheme, host, and then what is the same for all ways to it. */
const hostOf = ({ urls: [url] }: SingleServer): string => /^\w+:(\[[^\]]+\]|[^:?]+)/.exec(url)?.[1] ?? url
