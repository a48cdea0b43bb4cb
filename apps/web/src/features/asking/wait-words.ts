const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** An expected wait as it is said: no more exact than anybody can know. */
export type WaitWords = { key: 'nobody' | 'soon' | 'long' } | { key: 'minutes'; count: number }

/** `expectedWait` in milliseconds; null while no doctor is here. */
export function wordsOf(expectedWait: number | null): WaitWords {
  if (expectedWait === null) return { key: 'nobody' }
  if (expectedWait < MINUTE) return { key: 'soon' }
  if (expectedWait >= HOUR) return { key: 'long' }
  const minutes = Math.ceil(expectedWait / MINUTE)
  return { key: 'minutes', count: minutes <= 10 ? minutes : Math.ceil(minutes / 5) * 5 }
}
