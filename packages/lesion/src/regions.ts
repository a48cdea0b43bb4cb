import type { Point } from './pixels.ts'

/** Pixels that hang together, four neighbours each. */
export interface Region {
  /** What `labels` has at its pixels; from 1. */
  label: number
  size: number
  left: number
  right: number
  top: number
  bottom: number
}

/** All regions of the ones in `mask`, and of which each pixel is (0 for none). */
export function regionsOf(
  mask: Uint8Array,
  width: number,
): { labels: Int32Array; regions: readonly Region[] } {
  const labels = new Int32Array(mask.length)
  const regions: Region[] = []
  const open = new Int32Array(mask.length)
  for (let start = 0; start < mask.length; start += 1) {
    if (mask[start] !== 1 || labels[start] !== 0) continue
    const label = regions.length + 1
    const region = { label, size: 0, left: width, right: 0, top: mask.length, bottom: 0 }
    let waiting = 1
    open[0] = start
    labels[start] = label
    while (waiting > 0) {
      waiting -= 1
      const at = open[waiting] ?? 0
      const [x, y] = [at % width, Math.floor(at / width)]
      region.size += 1
      region.left = Math.min(region.left, x)
      region.right = Math.max(region.right, x)
      region.top = Math.min(region.top, y)
      region.bottom = Math.max(region.bottom, y)
      const take = (next: number): void => {
        if (mask[next] !== 1 || labels[next] !== 0) return
        labels[next] = label
        open[waiting] = next
        waiting += 1
      }
      if (x > 0) take(at - 1)
      if (x < width - 1) take(at + 1)
      take(at - width)
      take(at + width)
    }
    regions.push(region)
  }
  return { labels, regions }
}

/** The corners of the smallest convex shape around the points, clockwise as seen in a picture (Andrew 1979). */
export function hullOf(points: readonly Point[]): readonly Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y)
  return [...halfHull(sorted), ...halfHull(sorted.toReversed())]
}

function halfHull(ordered: readonly Point[]): Point[] {
  const chain: Point[] = []
  for (const point of ordered) {
    while (chain.length >= 2 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop()
    chain.push(point)
  }
  return chain.slice(0, -1)
}

/** Twice the area of the triangle; above 0 where it runs clockwise as seen in a picture. */
export function turn(a: Point | undefined, b: Point | undefined, c: Point | undefined): number {
  if (a === undefined || b === undefined || c === undefined) return 0
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/** Of a polygon that does not cross itself, whichever way it runs (Gauss). */
export function areaOf(polygon: readonly Point[]): number {
  let doubled = 0
  for (const [index, { x, y }] of polygon.entries()) {
    const next = polygon[(index + 1) % polygon.length] ?? { x, y }
    doubled += x * next.y - next.x * y
  }
  return Math.abs(doubled) / 2
}

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)
