import type { MediaRole } from '@visita/protocol'
import { boundTo, clearBytes, joined, LAST_NUMBER, nonceOf, trailerOf } from './frame-layout.ts'

/** A key of one sender; the id is from 0 to 255, and goes round. */
export interface MediaKey {
  id: number
  key: CryptoKey
}

/** `bytes` are 32. Nobody can read it out of what this returns. */
export const importMediaKey = (bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])

/** Seals what one page sends, on all its lines. */
export class FrameSealer {
  #sealing: (MediaKey & { next: number }) | null = null

  /** Seals with this key from the next frame on. A key is used once: its numbers begin anew. */
  use(key: MediaKey): void {
    this.#sealing = { ...key, next: 0 }
  }

  /** Null where there is no key (yet), or none left of its numbers: then nothing may be sent. */
  async seal(role: MediaRole, frame: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
    const sealing = this.#sealing
    if (sealing === null || sealing.next > LAST_NUMBER) return null
    const number = sealing.next
    sealing.next += 1
    const split = clearBytes(role, frame, frame.length)
    const clear = frame.subarray(0, split)
    const trailer = trailerOf(sealing.id, number)
    const sealed = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv: nonceOf(number), additionalData: boundTo(role, clear, trailer) },
      sealing.key,
      frame.subarray(split),
    )
    return joined([clear, new Uint8Array(sealed), trailer])
  }
}
