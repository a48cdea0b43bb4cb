import type { LineSummary } from '@visita/protocol'

/** A line that was good for most of five minutes. */
export const aLine = (change: Partial<LineSummary> = {}): LineSummary => ({
  seconds: { good: 280, weak: 20, voice_only: 0 },
  way: 'relay_tls',
  roundTrip: { mean: 0.05, median: 0.04, high: 0.1 },
  sentLoss: { mean: 0.01, median: 0, high: 0.04 },
  receivedLoss: null,
  pictureBits: { mean: 900_000, median: 950_000, high: 1_200_000 },
  ...change,
})
