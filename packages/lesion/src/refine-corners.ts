import type { Quad } from './homography.ts'
import { lumaBetween, type Pixels, type Point } from './pixels.ts'
import { distance } from './regions.ts'

/** How many places along a side are looked at. */
const PLACES = 32
/** In pixels of the searched picture, to each side of the edge. */
const REACH = 3
/** Of the side's length: what is left out at each end, where the corner blurs the edge. */
const ENDS = 0.12

interface Straight {
  middle: Point
  /** Of length 1, along it. */
  along: Point
}

/**
 * The corners of a black square on white to a fraction of a pixel: each side is the line through where the picture
 * turns from white to black, and the corners are where the lines meet. `scale`: pixels for each one of the picture
 * in which the corners were found. Null where a side is no straight edge.
 */
export function refined(pixels: Pixels, [a, b, c, d]: Quad, scale: number): Quad | null {
  const sides = [
    edgeBetween(pixels, a, b, scale),
    edgeBetween(pixels, b, c, scale),
    edgeBetween(pixels, c, d, scale),
    edgeBetween(pixels, d, a, scale),
  ] as const
  const [first, second, third, fourth] = sides
  if (first === null || second === null || third === null || fourth === null) return null
  const corners = [
    crossing(fourth, first),
    crossing(first, second),
    crossing(second, third),
    crossing(third, fourth),
  ] as const
  const [e, f, g, h] = corners
  return e === null || f === null || g === null || h === null ? null : [e, f, g, h]
}

function edgeBetween(pixels: Pixels, from: Point, to: Point, scale: number): Straight | null {
  const length = distance(from, to)
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
  // The corners run clockwise, so this points out of the square.
  const outward = { x: along.y, y: -along.x }
  const points: Point[] = []
  for (let place = 0; place < PLACES; place += 1) {
    const part = ENDS + ((1 - 2 * ENDS) * place) / (PLACES - 1)
    const on = { x: from.x + part * (to.x - from.x), y: from.y + part * (to.y - from.y) }
    const offset = whereItTurns(pixels, on, outward, Math.min(REACH * scale, length / 10))
    if (offset !== null) points.push({ x: on.x + offset * outward.x, y: on.y + offset * outward.y })
  }
  return points.length < PLACES / 2 ? null : lineThrough(points)
}

/** How far outward the picture turns from black to white: the mean of the steps, each by its rise. */
function whereItTurns(pixels: Pixels, on: Point, outward: Point, reach: number): number | null {
  const step = Math.max(0.25, reach / 16)
  let [before, risen, weighted]: [number | null, number, number] = [null, 0, 0]
  for (let offset = -reach; offset <= reach; offset += step) {
    const luma = lumaBetween(pixels, { x: on.x + offset * outward.x, y: on.y + offset * outward.y })
    if (before !== null && luma > before) {
      // Squared, so that grain in the paper weighs little beside the edge.
      const rise = (luma - before) ** 2
      risen += rise
      weighted += rise * (offset - step / 2)
    }
    before = luma
  }
  return risen < 100 ? null : weighted / risen
}

/** By least squares across the line; once more without the points that lie far from it. */
function lineThrough(points: readonly Point[]): Straight {
  const first = fitted(points)
  const off = points.map((point) => Math.abs(offsetFrom(first, point)))
  const usual = off.toSorted((x, y) => x - y)[Math.floor(off.length / 2)] ?? 0
  const near = points.filter((point) => Math.abs(offsetFrom(first, point)) <= Math.max(0.3, 2.5 * usual))
  return near.length >= 4 ? fitted(near) : first
}

function fitted(points: readonly Point[]): Straight {
  const count = points.length
  const middle = {
    x: points.reduce((sum, { x }) => sum + x, 0) / count,
    y: points.reduce((sum, { y }) => sum + y, 0) / count,
  }
  let [xx, xy, yy] = [0, 0, 0]
  for (const { x, y } of points) {
    xx += (x - middle.x) ** 2
    xy += (x - middle.x) * (y - middle.y)
    yy += (y - middle.y) ** 2
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  return { middle, along: { x: Math.cos(angle), y: Math.sin(angle) } }
}

const offsetFrom = ({ middle, along }: Straight, { x, y }: Point): number =>
  (x - middle.x) * along.y - (y - middle.y) * along.x

function crossing(one: Straight, other: Straight): Point | null {
  const across = one.along.x * other.along.y - one.along.y * other.along.x
  if (Math.abs(across) < 0.05) return null
  const [dx, dy] = [other.middle.x - one.middle.x, other.middle.y - one.middle.y]
  const far = (dx * other.along.y - dy * other.along.x) / across
  return { x: one.middle.x + far * one.along.x, y: one.middle.y + far * one.along.y }
}
