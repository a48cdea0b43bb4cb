/** Samples of one look, at 48,000 a second: 21 ms. */
export const LOOK = 1_024
/** Looks that are remembered: five seconds. */
const REMEMBERED = 234
/** Looks before anything is said of the room: a quarter of a second. */
const FIRST = 12
/** Of the looks, in the order of their loudness: what is there also between words, and what is there in words. */
const FLOOR_AT = 0.1
const LOUD_AT = 0.9
/** Whoever speaks is so much louder than the pauses, in dB; below it nobody is taken to speak. */
const SPEAKS = 10
/** What speech is like on most microphones until some was heard, in dB of full scale. */
const USUAL_SPEECH = -24
/** How far the level of speech follows in one look. */
const FOLLOWS = 0.05
/* Speech over noise, in dB. RNNoise leaves no more than some 20 dB of likeness to what was spoken, so that above it
   treatment only takes away. */
const QUIET = 25
const NOISY = 21
/** Looks of digital silence in a row, after which the microphone is off: what it was like says nothing of the room. */
const OFF = 20
/** Softer than all sound, so that silence has a logarithm. */
const LEAST = 1e-10

/** Hears from how loud a microphone is whether the room is quiet; in a quiet one nothing is to be taken out. */
export class RoomEar {
  /** In dB of full scale; the newest takes the place of the oldest. */
  readonly #looks = new Float32Array(REMEMBERED)
  #count = 0
  #silent = 0
  #speech = USUAL_SPEECH
  #quiet = false

  /** `power`: mean square of the samples of one look, full scale being 1. Whether the room is quiet now. */
  hear(power: number): boolean {
    this.#silent = power < LEAST ? this.#silent + 1 : 0
    if (this.#silent >= OFF) {
      this.#count = 0
      return this.#quiet
    }
    this.#looks[this.#count % REMEMBERED] = 10 * Math.log10(power + LEAST)
    this.#count += 1
    if (this.#count < FIRST) return this.#quiet
    const known = Math.min(this.#count, REMEMBERED)
    const sorted = this.#looks.subarray(0, known).toSorted()
    const floor = sorted[Math.floor(FLOOR_AT * known)] ?? 0
    const loud = sorted[Math.floor(LOUD_AT * known)] ?? 0
    if (loud - floor > SPEAKS) this.#speech += FOLLOWS * (loud - this.#speech)
    const clear = this.#speech - floor
    if (clear > QUIET) this.#quiet = true
    if (clear < NOISY) this.#quiet = false
    return this.#quiet
  }
}
