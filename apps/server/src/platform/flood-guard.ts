import type { Clock } from './clock.ts'

/** A bucket that holds `capacity` messages and regains `perSecond` of them each second. */
interface Rate {
  capacity: number
  perSecond: number
}

/* Candidates come in bursts when a call starts or moves to another network; the rest is pressed by a person. */
const RATES = {
  signals: { capacity: 400, perSecond: 60 },
  requests: { capacity: 60, perSecond: 10 },
} as const satisfies Record<string, Rate>

/** After this many refused messages the connection is closed: it is not a person who sends them. */
const PATIENCE = 40

/** Counts what one connection sends. Everyone else's share is untouched. */
export class FloodGuard {
  readonly #clock: Clock
  readonly #buckets: Record<keyof typeof RATES, { left: number; at: number }>
  #strikes = 0

  constructor(clock: Clock) {
    this.#clock = clock
    const at = clock()
    this.#buckets = {
      signals: { left: RATES.signals.capacity, at },
      requests: { left: RATES.requests.capacity, at },
    }
  }

  /** Whether one more message fits; one that does not is a strike. */
  admit(kind: keyof typeof RATES): boolean {
    const bucket = this.#buckets[kind]
    const { capacity, perSecond } = RATES[kind]
    const now = this.#clock()
    bucket.left = Math.min(capacity, bucket.left + (Math.max(0, now - bucket.at) / 1_000) * perSecond)
    bucket.at = now
    if (bucket.left < 1) {
      this.strike()
      return false
    }
    bucket.left -= 1
    return true
  }

  /** Notes a message that is not of the protocol. */
  strike(): void {
    this.#strikes += 1
  }

  get exhausted(): boolean {
    return this.#strikes >= PATIENCE
  }
}
