import type { Point } from './pixels.ts'

/** Turn, size and place: x' = a x - b y + x0, y' = b x + a y + y0. */
export interface Alignment {
  a: number
  b: number
  x0: number
  y0: number
}

export interface PointPair {
  from: Point
  to: Point
}

/**
 * The turn, size and place that bring the points of one picture nearest to those of another, by least squares: the
 * plane's case of Umeyama (1991), in closed form. Null for fewer than two pairs, or all at one point.
 */
export function alignmentOf(pairs: readonly PointPair[]): Alignment | null {
  const count = pairs.length
  if (count < 2) return null
  const meanOf = (pick: (pair: PointPair) => number): number =>
    pairs.reduce((sum, pair) => sum + pick(pair), 0) / count
  const from = { x: meanOf((pair) => pair.from.x), y: meanOf((pair) => pair.from.y) }
  const to = { x: meanOf((pair) => pair.to.x), y: meanOf((pair) => pair.to.y) }
  let [spread, along, across] = [0, 0, 0]
  for (const pair of pairs) {
    const [x, y] = [pair.from.x - from.x, pair.from.y - from.y]
    const [u, v] = [pair.to.x - to.x, pair.to.y - to.y]
    spread += x * x + y * y
    along += x * u + y * v
    across += x * v - y * u
  }
  if (spread < 1e-9 || Math.hypot(along, across) < 1e-9) return null
  const [a, b] = [along / spread, across / spread]
  return { a, b, x0: to.x - (a * from.x - b * from.y), y0: to.y - (b * from.x + a * from.y) }
}

export const aligned = ({ a, b, x0, y0 }: Alignment, { x, y }: Point): Point => ({
  x: a * x - b * y + x0,
  y: b * x + a * y + y0,
})
