import type { Scale } from './scale.ts'
import { apply } from './homography.ts'
import type { Point } from './pixels.ts'
import { areaOf, distance, hullOf, turn } from './regions.ts'

export type Measurement =
  | {
      measured: true
      areaMm2: number
      /** From one end to the other, where it is longest. */
      longestMm: number
      /** Of the area, as a part of it: 0.1 for ± 10 %. */
      error: number
    }
  /** `no_scale`: there is nothing to say how large a pixel is. */
  | { measured: false; why: 'no_scale' | 'too_few_points' | 'crosses_itself' }

/**
 * The size of what is inside an outline drawn on a picture, on the plane of the scale. Never a number without a
 * scale, nor without its error.
 */
export function measure(outline: readonly Point[], scale: Scale | null): Measurement {
  if (scale === null) return { measured: false, why: 'no_scale' }
  if (outline.length < 3) return { measured: false, why: 'too_few_points' }
  if (crossesItself(outline)) return { measured: false, why: 'crosses_itself' }
  const onSkin = outline.map((point) => apply(scale.toMillimetres, point))
  const areaMm2 = areaOf(onSkin)
  const hull = hullOf(onSkin)
  const longestMm = Math.max(0, ...hull.flatMap((from) => hull.map((to) => distance(from, to))))
  // Half a pixel all along the outline: what a line on a picture cannot be nearer than.
  const around = outline.reduce(
    (sum, point, at) => sum + distance(point, outline[(at + 1) % outline.length] ?? point),
    0,
  )
  const drawn = around / 2 / Math.max(1, areaOf(outline))
  return { measured: true, areaMm2, longestMm, error: Math.hypot(scale.error, drawn) }
}

/** Whether an area has changed by more than what both measurements leave uncertain. */
export function hasChanged(
  before: { areaMm2: number; error: number },
  after: { areaMm2: number; error: number },
): boolean {
  const uncertain = Math.hypot(before.areaMm2 * before.error, after.areaMm2 * after.error)
  return Math.abs(after.areaMm2 - before.areaMm2) > uncertain
}

function crossesItself(outline: readonly Point[]): boolean {
  const sides = outline.map((from, at) => [from, outline[(at + 1) % outline.length] ?? from] as const)
  return sides.some(([a, b], index) =>
    sides.some(([c, d], other) => {
      const apart = Math.abs(index - other)
      // A side and the next share a corner, and do not cross there.
      if (apart <= 1 || apart === sides.length - 1) return false
      return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
    }),
  )
}
