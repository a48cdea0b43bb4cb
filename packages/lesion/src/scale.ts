import { type Homography, homographyOf, type Quad } from './homography.ts'
import { MARKER_CORNERS } from './marker.ts'
import type { Point } from './pixels.ts'
import { distance } from './regions.ts'

/** What a millimetre is on the plane of the skin, and how much of an area that leaves uncertain, as a part of it. */
export interface Scale {
  /** From the picture to millimetres. */
  toMillimetres: Homography
  error: number
}

/**
 * What a flat printed marker beside a lesion on a body leaves uncertain, as part of the area: about 9.9 % was
 * published for paper rulers on flat skin; more on curved skin.
 */
export const PAPER_ERROR = 0.1

/**
 * Two points of a ruler do not show how the camera was tilted: at 20 degrees what lies along the tilt is shortened to
 * cos 20° = 0.94, which is 6 % of an area.
 */
const TILT_ERROR = 0.06

/** By the corners of the printed marker in the picture; null where they are no corners of a square. */
export function scaleOfMarker(corners: Quad): Scale | null {
  const toMillimetres = homographyOf(corners, MARKER_CORNERS)
  return toMillimetres && { toMillimetres, error: PAPER_ERROR }
}

/**
 * By two points of something whose length is known, `mm` apart. Each is placed to a pixel, so a short piece makes the
 * error larger. Null where they are nearer to each other than that.
 */
export function scaleOfRuler(from: Point, to: Point, mm: number): Scale | null {
  const pixels = distance(from, to)
  if (!(pixels > 2) || !(mm > 0)) return null
  const perPixel = mm / pixels
  const placing = (2 * Math.SQRT2) / pixels
  return {
    toMillimetres: [perPixel, 0, 0, 0, perPixel, 0, 0, 0, 1],
    error: Math.hypot(PAPER_ERROR, TILT_ERROR, placing),
  }
}
