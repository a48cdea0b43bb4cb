export interface Sample {
  /** Milliseconds. */
  at: number
  bytes: number
}

const WINDOW = 3_000

/** The samples that speed is computed from once `latest` is known; going backwards starts afresh. */
export function withSample(samples: readonly Sample[], latest: Sample): readonly Sample[] {
  const previous = samples.at(-1)
  if (previous !== undefined && latest.bytes < previous.bytes) return [latest]
  return [...samples.filter(({ at }) => latest.at - at <= WINDOW), latest]
}

/** Bytes per second over the samples; `null` while they span no time. */
export function speed(samples: readonly Sample[]): number | null {
  const first = samples[0]
  const last = samples.at(-1)
  if (first === undefined || last === undefined || last.at <= first.at) return null
  return ((last.bytes - first.bytes) * 1_000) / (last.at - first.at)
}
