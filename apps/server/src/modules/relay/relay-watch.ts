import { setTimeout as sleep } from 'node:timers/promises'
import type { Relays, RelayStatus, RelayWay } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { OwnRelay } from './own-relay.ts'
import { checkRelay, placeOf } from './relay-check.ts'

interface RelayWatchOptions {
  /** `missing`: one was asked for and coturn is not installed. */
  own: OwnRelay | 'missing' | null
  /** What a page would be told at this moment. */
  relays: () => Relays
  clock: Clock
  logger: Logger
}

const FIRST_LOOK_MS = 200
/** For the relay beside the server to come up. */
const PATIENCE_MS = 10_000
/** It may listen by one way before it does by the others. */
const SECOND_TRY_MS = 2_000

/** Whether the relays that pages are told of can be used, tried at the start and when somebody asks. */
export class RelayWatch implements Disposable {
  readonly #options: RelayWatchOptions
  readonly #ending = new AbortController()
  #checking: Promise<void> | null = null
  #checked: { at: number; ways: RelayWay[] } | null = null

  constructor(options: RelayWatchOptions) {
    this.#options = options
  }

  [Symbol.dispose](): void {
    this.#ending.abort()
  }

  status(): RelayStatus {
    const { own, relays } = this.#options
    return {
      own: own === null ? 'none' : own === 'missing' ? 'missing' : own.state(),
      only: relays().only,
      checkedAt: this.#checked?.at ?? null,
      ways: this.#checked?.ways ?? [],
    }
  }

  /** Resolves when all were tried; whoever asks meanwhile gets the same. */
  check(): Promise<void> {
    this.#checking ??= this.#tryAll().finally(() => (this.#checking = null))
    return this.#checking
  }

  /** As `check`, once the relay beside the server has come up, or has had the time to. */
  async firstCheck(): Promise<void> {
    const { signal } = this.#ending
    const until = performance.now() + PATIENCE_MS
    while (this.status().own === 'starting' && performance.now() < until) {
      await sleep(FIRST_LOOK_MS, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
    }
    await this.check()
    if (this.status().own === 'none' || this.status().ways.every(({ outcome }) => outcome === 'works')) return
    await sleep(SECOND_TRY_MS, undefined, { signal }).catch(() => undefined)
    if (!signal.aborted) await this.check()
  }

  async #tryAll(): Promise<void> {
    const { relays, clock, logger } = this.#options
    const tried = relays().servers.flatMap(({ urls, username, credential }) =>
      username === undefined || credential === undefined
        ? []
        : urls.map(async (url): Promise<RelayWay | null> => {
            const place = placeOf(url)
            return place && { ...place, outcome: await checkRelay(place, { username, credential }) }
          }),
    )
    const ways = (await Promise.all(tried)).filter((way) => way !== null)
    this.#checked = { at: clock(), ways }
    for (const { transport, port, outcome } of ways)
      if (outcome !== 'works') logger.warn({ event: 'relay_unusable', transport, port, outcome })
  }
}
