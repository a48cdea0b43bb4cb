import type { LineVerdict } from '@visita/protocol'
import type { Sample } from './sample.ts'

/** How much picture is sent; the voice is never touched. */
export type PictureLevel = 'full' | 'small' | 'paused'

/** All times in samples, of which there is one a second. */
export interface Control {
  level: PictureLevel
  verdict: LineVerdict
  /** Bad samples in a row on this level. */
  strained: number
  /** Calm samples in a row on this level. */
  calm: number
  /** So many calm samples are waited for before the next step up. */
  hold: number
  /** Samples since the last step. */
  age: number
  /** Samples in a row in which a thin line held the picture back. */
  held: number
}

const FIRST_HOLD = 3
const LONGEST_HOLD = 60
/** A step up that is taken back within this time was a failed one. */
const PROVEN_AFTER = 15
const STRAIN_UNTIL_STEP = 3
/** Known to carry less than this, in bits per second, a line has no room for a picture that shows a skin. */
const THIN = 600_000
/** Every call begins with a small picture that grows. */
const HELD_UNTIL_SAID = 6

export const BEGINNING: Control = {
  level: 'full',
  verdict: 'good',
  strained: 0,
  calm: 0,
  hold: FIRST_HOLD,
  // What a call begins with was no step up, so giving it up is no failed one.
  age: PROVEN_AFTER,
  held: 0,
}

/** Where a level gives up: a share of lost packets, and bits per second. */
const LIMITS = {
  full: { loss: 0.2, available: 200_000 },
  small: { loss: 0.3, available: 80_000 },
  /* With the picture gone only the voice's own loss is left to go by. */
  paused: { loss: 0.1, available: 0 },
}

const BELOW = { full: 'small', small: 'paused', paused: 'paused' } as const
const ABOVE = { paused: 'small', small: 'full', full: 'full' } as const

/**
 * What the next second is sent like. It cannot swing: a step down takes three bad seconds in a row, and each
 * step up that does not last doubles the calm time that the next one waits for.
 */
export function steer(control: Control, sample: Sample): Control {
  const { loss, available } = LIMITS[control.level]
  const bad = (sample.sentLoss ?? 0) > loss || (sample.available ?? Infinity) < available
  const strained = bad ? control.strained + 1 : 0
  const calm = bad ? 0 : control.calm + 1
  const age = control.age + 1
  const held = sample.heldByLine && (sample.available ?? Infinity) < THIN ? control.held + 1 : 0
  const next = { ...control, strained, calm, age, held }
  if (strained >= STRAIN_UNTIL_STEP && control.level !== 'paused') {
    const failed = age < PROVEN_AFTER
    const hold = failed ? Math.min(control.hold * 2, LONGEST_HOLD) : FIRST_HOLD
    return judged({ ...next, level: BELOW[control.level], strained: 0, calm: 0, age: 0, hold }, sample)
  }
  if (calm >= control.hold && control.level !== 'full') {
    return judged({ ...next, level: ABOVE[control.level], strained: 0, calm: 0, age: 0 }, sample)
  }
  return judged(next, sample)
}

function judged(control: Control, { receivedLoss, sentLoss, roundTrip }: Sample): Control {
  if (control.level === 'paused') return { ...control, verdict: 'voice_only' }
  const lossy = Math.max(receivedLoss ?? 0, sentLoss ?? 0) > 0.08
  const held = control.held >= HELD_UNTIL_SAID
  const weak = control.level === 'small' || held || lossy || (roundTrip ?? 0) > 0.8
  return { ...control, verdict: weak ? 'weak' : 'good' }
}
