import type { MediaRole } from '@visita/protocol'
import { boundTo, clearBytes, joined, nonceOf, readTrailer, TAG, TRAILER } from './frame-layout.ts'
import type { MediaKey } from './frame-sealer.ts'

/** Frames that overtake each other on the way are behind by less than this; the numbers are those of all lines. */
const WINDOW = 1_024
/** The last frames of the key before are still on their way for so long, in milliseconds. */
const LATE = 2_000
/** Of keys that follow each other faster than they come into use. */
const KEYS_KEPT = 4

/** The keys by which what one person sends is opened. */
export class OpeningKeys {
  readonly #now: () => number
  #keys: readonly MediaKey[] = []
  /** When the newest came into use. */
  #newestSince: number | null = null

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** A key with the same id is of an earlier page of theirs, and gone. */
  add(key: MediaKey): void {
    this.#keys = [...this.#keys.filter(({ id }) => id !== key.id), key].slice(-KEYS_KEPT)
    this.#newestSince = null
  }

  find(id: number): CryptoKey | null {
    const key = this.#keys.find((each) => each.id === id)?.key ?? null
    const isOver = this.#newestSince !== null && this.#now() - this.#newestSince > LATE
    return isOver && key !== this.#newest ? null : key
  }

  /** It was genuine: once this is the newest, those who have only the earlier ones can say no more. */
  used(key: CryptoKey): void {
    if (key === this.#newest) this.#newestSince ??= this.#now()
  }

  get #newest(): CryptoKey | undefined {
    return this.#keys.at(-1)?.key
  }
}

/** Opens what one person sends on one line. */
export class FrameOpener {
  readonly #role: MediaRole
  readonly keys: OpeningKeys
  /** What came under each key. */
  readonly #seen = new WeakMap<CryptoKey, Seen>()

  constructor(role: MediaRole, keys: OpeningKeys) {
    this.#role = role
    this.keys = keys
  }

  /** Null for whatever was not sealed for this line with a key that is known here, or has come before. */
  async open(sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
    const length = sealed.length - TAG - TRAILER
    if (length < 0) return null
    const trailer = sealed.subarray(sealed.length - TRAILER)
    const { keyId, number } = readTrailer(trailer)
    const key = this.keys.find(keyId)
    if (key === null) return null
    const seen = this.#seenOf(key)
    if (seen.has(number)) return null
    const clear = sealed.subarray(0, clearBytes(this.#role, sealed, length))
    const opened = await crypto.subtle
      .decrypt(
        { name: 'AES-GCM', iv: nonceOf(number), additionalData: boundTo(this.#role, clear, trailer) },
        key,
        sealed.subarray(clear.length, sealed.length - TRAILER),
      )
      .catch(() => null)
    // Only what is genuine counts as seen; of two that came at once the second is a copy.
    if (opened === null || seen.has(number)) return null
    seen.add(number)
    this.keys.used(key)
    return joined([clear, new Uint8Array(opened)])
  }

  #seenOf(key: CryptoKey): Seen {
    const seen = this.#seen.get(key) ?? new Seen()
    this.#seen.set(key, seen)
    return seen
  }
}

/** The numbers of the last frames; what is older than all of them counts as seen. */
class Seen {
  readonly #numbers = new Float64Array(WINDOW).fill(-1)
  #highest = -1

  has(number: number): boolean {
    return number <= this.#highest - WINDOW || this.#numbers[number % WINDOW] === number
  }

  add(number: number): void {
    this.#numbers[number % WINDOW] = number
    this.#highest = Math.max(this.#highest, number)
  }
}
