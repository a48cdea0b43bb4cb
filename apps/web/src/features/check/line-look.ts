import {
  causeOf,
  Store,
  type Cause,
  type Probe,
  type Readable,
  type RelayRanking,
  type Way,
} from '@visita/call'
import type { CheckResult } from '@visita/protocol'
import type { LineRates } from '../../platform/line-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import type { ServerSocket } from '../../platform/socket.ts'

type Line = CheckResult['line']

export type LineState =
  | { status: 'looking' }
  | { status: 'failed'; code: RefusalCode }
  | {
      status: 'found'
      line: Line
      /** What stands in the way of a call; null where nothing does. */
      cause: Cause | null
      /** Those that are offered, and whether one gets through. */
      ways: Partial<Record<Way, boolean>>
      rates: LineRates
    }

interface LineLookNeeds {
  socket: Pick<ServerSocket, 'request'>
  ranking: Pick<RelayRanking, 'look'>
  measure: (signal: AbortSignal) => Promise<LineRates>
}

/** Kbit/s below which the picture gets small: voice, and a picture of 320 × 180. */
const ENOUGH = 500

/** The look at one's own line before a call: all at the same time, and within ten seconds (X9). */
export class LineLook {
  readonly #needs: LineLookNeeds
  readonly #state = new Store<LineState>({ status: 'looking' })
  #ending = new AbortController()

  constructor(needs: LineLookNeeds) {
    this.#needs = needs
  }

  get state(): Readable<LineState> {
    return this.#state
  }

  /** Looks, in the place of a look that is under way. */
  async look(): Promise<void> {
    this.stop()
    const { signal } = this.#ending
    this.#state.set({ status: 'looking' })
    try {
      const [probes, rates] = await Promise.all([this.#probe(signal), this.#needs.measure(signal)])
      if (!signal.aborted) this.#state.set(findingsOf(probes, rates))
    } catch (error) {
      if (!signal.aborted) this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** Looks again where the last look has found something wrong; what was good is not asked for again. */
  lookAnew(): void {
    const state = this.#state.get()
    if (state.status === 'failed' || (state.status === 'found' && state.line !== 'good')) void this.look()
  }

  stop(): void {
    this.#ending.abort()
    this.#ending = new AbortController()
  }

  async #probe(signal: AbortSignal): Promise<readonly Probe[]> {
    const { servers } = await this.#needs.socket.request('check:relays', {})
    return this.#needs.ranking.look(servers, signal)
  }
}

export function findingsOf(probes: readonly Probe[], rates: LineRates): LineState {
  const found = causeOf(probes)
  // In one network two pages need no relay; and one that answers is all that there is to be found.
  const cause = found === 'other_side' || found === 'no_relay' ? null : found
  const ways: Partial<Record<Way, boolean>> = {}
  for (const { way, outcome } of probes) ways[way] = ways[way] === true || outcome === 'reached'
  const isSlow = Math.min(rates.up, rates.down) < ENOUGH
  const line = cause === null ? (isSlow ? 'weak' : 'good') : ways.stun === true ? 'weak' : 'blocked'
  return { status: 'found', line, cause, ways, rates }
}
