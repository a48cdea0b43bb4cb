import { LINE_SAMPLE } from '@visita/protocol'
import { send } from './http.ts'

/** In kbit/s; of a fast line less than it could do, because the sample is small. */
export interface LineRates {
  up: number
  down: number
}

/** Milliseconds for one direction: what does not come through in this time was too slow anyway. */
const PATIENCE = 4_000
/** Characters that stand for one byte each, and that nothing on the way packs into much less. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Sends and gets 128 KiB from the clinic's server, over HTTPS: not the way of a call, but the same line. */
export async function measureLine(signal: AbortSignal): Promise<LineRates> {
  const up = await rateOf({ filler: randomText(), wanted: 0 }, signal)
  const down = await rateOf({ filler: '', wanted: LINE_SAMPLE }, signal)
  return { up, down }
}

async function rateOf(sample: { filler: string; wanted: number }, signal: AbortSignal): Promise<number> {
  const ending = new AbortController()
  const end = (): void => ending.abort()
  const timer = setTimeout(end, PATIENCE)
  signal.addEventListener('abort', end)
  const beganAt = performance.now()
  try {
    const response = await send('POST', '/api/line', sample, { signal: ending.signal })
    await response.text()
  } catch (error) {
    if (!ending.signal.aborted) throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
  return Math.round((LINE_SAMPLE * 8) / (performance.now() - beganAt))
}

function randomText(): string {
  const text: string[] = []
  // So many are given at a time (W3C Web Cryptography, section 10.1.1).
  for (let left = LINE_SAMPLE; left > 0; left -= 65_536) {
    const bytes = crypto.getRandomValues(new Uint8Array(Math.min(left, 65_536)))
    text.push(Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join(''))
  }
  return text.join('')
}
