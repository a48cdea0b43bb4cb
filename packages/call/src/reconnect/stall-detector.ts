/**
 * `waiting`: nothing since the last look, which means nothing yet. `quiet`: time to make sure of the way of
 * signalling. `stalled`: nothing comes any more.
 */
export type Flow = 'flowing' | 'waiting' | 'quiet' | 'stalled'

/** Without anything received for this long, in milliseconds, a line that was busy before is dead. */
const STALL_AFTER = 1_200
/** Quiet is a third of the silence that a stall is. */
const QUIET = 1 / 3
/** The longest that a line which carries little is waited for. */
const MOST_PATIENCE = 6_000
/** After waking, or with the network changed, this long must do for the first sign of life. */
const SIGN_OF_LIFE = 750
/** Looks come twice a second, in a hidden tab once; one later than this means that the page stood still. */
const SLEPT = 2_500
const REMEMBERED_GAPS = 12

/**
 * Tells from a growing count of what was received whether the line is dead.
 *
 * Somebody who sends neither voice nor picture is heard of only by connectivity checks, seconds apart. So
 * patience is twice the longest pause of the last while, where that is more than `STALL_AFTER`.
 */
export class StallDetector {
  #count = 0
  #grewAt: number | null = null
  #lookedAt = 0
  #deadline = STALL_AFTER
  #gaps: number[] = []

  /** `now` in milliseconds by a clock that goes on during sleep; `count` of anything, in any unit. */
  look(now: number, count: number): Flow {
    const slept = this.#grewAt !== null && now - this.#lookedAt > SLEPT
    this.#lookedAt = now
    if (slept || now < (this.#grewAt ?? now)) this.#expectSoon(now)
    if (count > this.#count || this.#grewAt === null) {
      this.#remember(now)
      this.#count = count
      return 'flowing'
    }
    // A pair of candidates that was given up takes its count along.
    this.#count = count
    const silent = now - this.#grewAt
    if (silent >= this.#deadline) return 'stalled'
    return silent >= QUIET * this.#deadline ? 'quiet' : 'waiting'
  }

  /** Something happened to the network: what is dead shall be known soon. */
  doubt(now: number): void {
    if (this.#grewAt !== null) this.#expectSoon(now)
  }

  /** Less comes from now on, and in its own time: nothing but connectivity checks, seconds apart. */
  expectLess(): void {
    this.#gaps = [MOST_PATIENCE / 2]
    this.#deadline = MOST_PATIENCE
  }

  #expectSoon(now: number): void {
    this.#grewAt = now
    this.#deadline = SIGN_OF_LIFE
  }

  #remember(now: number): void {
    const gap = this.#grewAt === null ? 0 : now - this.#grewAt
    this.#grewAt = now
    // What was a break says nothing about how much the line carries.
    if (gap < this.#deadline) this.#gaps = [...this.#gaps, gap].slice(-REMEMBERED_GAPS)
    this.#deadline = Math.min(MOST_PATIENCE, Math.max(STALL_AFTER, 2 * Math.max(0, ...this.#gaps)))
  }
}
