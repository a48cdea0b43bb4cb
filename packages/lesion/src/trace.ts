import type { Point } from './pixels.ts'
import { distance } from './regions.ts'

const STEPS = [
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: -1, y: 0 },
  { x: 0, y: -1 },
] as const

/**
 * The outer border of the one region of ones in `mask`, along the edges of its pixels and so with their very area,
 * clockwise as seen in the picture.
 */
export function around(mask: Uint8Array, width: number): readonly Point[] {
  const height = mask.length / width
  const isIn = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x] === 1
  const first = mask.indexOf(1)
  if (first === -1) return []
  const start = { x: first % width, y: Math.floor(first / width) }
  const outline: Point[] = []
  let [at, heading]: [Point, number] = [start, 0]
  do {
    outline.push(at)
    const step = STEPS[heading % 4] ?? STEPS[0]
    at = { x: at.x + step.x, y: at.y + step.y }
    heading = nextHeading(isIn, at, heading)
  } while ((at.x !== start.x || at.y !== start.y) && outline.length <= 4 * mask.length)
  return outline
}

/** With the region to the right: left where there is more of it ahead, right where it ends. */
function nextHeading(isIn: (x: number, y: number) => boolean, { x, y }: Point, heading: number): number {
  const pixelBeside = (turned: number): boolean => {
    // The pixel to the right of the edge that leaves this corner under that heading.
    const [dx, dy] = (
      [
        [0, 0],
        [-1, 0],
        [-1, -1],
        [0, -1],
      ] as const
    )[turned % 4] ?? [0, 0]
    return isIn(x + dx, y + dy)
  }
  for (const turned of [heading + 3, heading, heading + 1]) if (pixelBeside(turned)) return turned % 4
  return (heading + 2) % 4
}

/** With fewer corners, none of which moves the line by more than `tolerance` (Ramer, Douglas and Peucker). */
export function simplified(outline: readonly Point[], tolerance: number): readonly Point[] {
  if (outline.length < 4) return outline
  // A ring has no ends: it is cut where it is farthest from its first point.
  const [start] = outline
  if (start === undefined) return outline
  let far = 0
  for (const [index, point] of outline.entries()) {
    if (distance(start, point) > distance(start, outline[far] ?? start)) far = index
  }
  const half = (chain: readonly Point[]): Point[] => kept(chain, tolerance).slice(0, -1)
  return [...half(outline.slice(0, far + 1)), ...half([...outline.slice(far), start])]
}

function kept(chain: readonly Point[], tolerance: number): readonly Point[] {
  const [from, to] = [chain[0], chain.at(-1)]
  if (from === undefined || to === undefined || chain.length < 3) return chain
  let [farthest, most] = [0, tolerance]
  for (const [index, point] of chain.entries()) {
    const off = awayFrom(point, from, to)
    if (off > most) [farthest, most] = [index, off]
  }
  if (farthest === 0) return [from, to]
  return [
    ...kept(chain.slice(0, farthest + 1), tolerance).slice(0, -1),
    ...kept(chain.slice(farthest), tolerance),
  ]
}

function awayFrom(point: Point, from: Point, to: Point): number {
  const length = distance(from, to)
  if (length === 0) return distance(point, from)
  return Math.abs((to.x - from.x) * (from.y - point.y) - (from.x - point.x) * (to.y - from.y)) / length
}
