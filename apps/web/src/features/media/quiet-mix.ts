import { LOOK, RoomEar } from './room-ear.ts'

/** By how many samples RNNoise's node is late: 512 of its buffer and one frame of 480 that overlaps the next. */
export const LATE = 992
/** Samples in which one sound goes over into the other: a twentieth of a second, so that nothing clicks. */
const FADE = 2_400

/**
 * Between a microphone and its listener: the treated sound where the room is noisy, and the sound as it was, as late as
 * the treated one, where it is quiet. Both have the same words at the same sample, so that they can be mixed.
 */
export class QuietMix {
  readonly #ear = new RoomEar()
  readonly #past = new Float32Array(LATE)
  #at = 0
  #power = 0
  #heard = 0
  #wanted = 0
  /** Of the untreated sound, from 0 to 1. */
  #share = 0

  /** All of one length; `mixed` is written. */
  process(raw: Float32Array, treated: Float32Array, mixed: Float32Array): void {
    for (let sample = 0; sample < mixed.length; sample += 1) {
      const now = raw[sample] ?? 0
      const before = this.#past[this.#at] ?? 0
      this.#past[this.#at] = now
      this.#at = (this.#at + 1) % LATE
      this.#hear(now)
      this.#share += Math.max(-1 / FADE, Math.min(1 / FADE, this.#wanted - this.#share))
      mixed[sample] = this.#share * before + (1 - this.#share) * (treated[sample] ?? 0)
    }
  }

  #hear(sample: number): void {
    this.#power += sample * sample
    this.#heard += 1
    if (this.#heard < LOOK) return
    this.#wanted = this.#ear.hear(this.#power / LOOK) ? 1 : 0
    this.#power = 0
    this.#heard = 0
  }
}
