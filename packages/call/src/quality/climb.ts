import type { Sample } from './sample.ts'

/**
 * What helps a browser to find out that the line carries more.
 * - `dip`: send little for a moment, then let go. A browser probes when what it may send grows while it sends much
 *   less than the line is known to carry; without that its estimate of a line that was weak creeps up.
 * - `renew`: begin again with the size of the picture, which the browser enlarges only slowly.
 */
export type ClimbStep = 'none' | 'dip' | 'renew'

/** All times in samples, of which there is one a second. */
export interface Climb {
  step: ClimbStep
  sinceDip: number
  sinceRenewal: number
  /** So many samples pass before the size is begun again with once more. */
  renewalRest: number
  /** The shortest round trip so far, in seconds. */
  nearest: number
  /** Samples in a row in which nothing waited on the line. */
  calm: number
}

/** A line that is known to carry this much, in bits per second, is good enough for a picture of 720 lines. */
const ENOUGH = 2_500_000
/** Of what the line is known to carry. A picture that takes less is held small by something else. */
const FULL_USE = 0.4
/** A larger picture is begun with on a line that is known to carry this much. */
const WIDE = 600_000
/** Where this share of what is sent is lost, the line is no wider than it is said to be. */
const CALM_LOSS = 0.05
/** Where packets wait for longer than this, in seconds, the line is full. */
const CALM_WAIT = 0.05
/** Calm samples in a row before anything is tried. */
const CALM_BEFORE = 2
const DIP_REST = 4
/** What is sent after a dip says something of the line again. */
const DIP_SHOWS = 2
const FIRST_RENEWAL_REST = 8
const LONGEST_RENEWAL_REST = 120

export const FOOT: Climb = {
  step: 'none',
  sinceDip: 0,
  sinceRenewal: 0,
  renewalRest: 0,
  nearest: Number.POSITIVE_INFINITY,
  calm: 0,
}

/** The next step for a picture that is sent as large as the line allows. */
export function climb(before: Climb, sample: Sample): Climb {
  const nearest = Math.min(before.nearest, sample.roundTrip ?? Number.POSITIVE_INFINITY)
  const waits = (sample.roundTrip ?? 0) > nearest + CALM_WAIT || (sample.sentLoss ?? 0) > CALM_LOSS
  const next: Climb = {
    ...before,
    step: 'none',
    sinceDip: before.sinceDip + 1,
    sinceRenewal: before.sinceRenewal + 1,
    nearest,
    calm: waits ? 0 : before.calm + 1,
  }
  const { available, pictureBits, heldByLine } = sample
  if (!heldByLine || available === null || pictureBits === null) return next
  if (next.sinceDip < DIP_SHOWS || next.calm < CALM_BEFORE) return next
  const isSmall = available >= WIDE && pictureBits < FULL_USE * available
  if (isSmall && next.sinceRenewal > before.renewalRest) return renewed(next)
  const dips = available < ENOUGH && next.sinceDip >= DIP_REST
  return dips ? { ...next, step: 'dip', sinceDip: 0 } : next
}

/** A picture that had to be made smaller again is enlarged ever more rarely. */
function renewed(state: Climb): Climb {
  const lasted = state.sinceRenewal > 2 * state.renewalRest
  const renewalRest = lasted ? FIRST_RENEWAL_REST : Math.min(2 * state.renewalRest, LONGEST_RENEWAL_REST)
  return { ...state, step: 'renew', sinceRenewal: 0, renewalRest }
}
