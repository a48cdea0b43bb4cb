import type { LineSummary, LineVerdict, Spread, WayOut } from '@visita/protocol'
import type { Sample } from './sample.ts'

const MEASURED = ['roundTrip', 'sentLoss', 'receivedLoss', 'pictureBits'] as const

/** What is kept of a line with the visit: no sample of its own, only how they spread. */
export class LineLog {
  readonly #seconds = { good: 0, weak: 0, voice_only: 0 }
  readonly #values: Record<(typeof MEASURED)[number], number[]> = {
    roundTrip: [],
    sentLoss: [],
    receivedLoss: [],
    pictureBits: [],
  }
  #way: WayOut | null = null

  /** One second of the line. */
  add(sample: Sample, verdict: LineVerdict, way: WayOut | null): void {
    this.#seconds[verdict] += 1
    this.#way = way ?? this.#way
    for (const name of MEASURED) {
      const value = sample[name]
      if (value !== null) this.#values[name].push(value)
    }
  }

  /** Null where there was no connection to speak of. */
  summary(): LineSummary | null {
    const { good, weak, voice_only } = this.#seconds
    if (good + weak + voice_only === 0) return null
    const { roundTrip, sentLoss, receivedLoss, pictureBits } = this.#values
    return {
      seconds: { ...this.#seconds },
      way: this.#way,
      roundTrip: spreadOf(roundTrip),
      sentLoss: spreadOf(sentLoss),
      receivedLoss: spreadOf(receivedLoss),
      pictureBits: spreadOf(pictureBits),
    }
  }
}

/** Percentiles by the nearest rank: each is one of the values. */
function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, median: rank(0.5), high: rank(0.95) }
}
