import type { Point } from './pixels.ts'

/** A map of one plane on another as a camera sees it: three rows of three, the last number 1. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number]

/** The corners of a square or what a camera makes of it, clockwise as seen in a picture. */
export type Quad = readonly [Point, Point, Point, Point]

export function apply([a, b, c, d, e, f, g, h, i]: Homography, { x, y }: Point): Point {
  const depth = g * x + h * y + i
  return { x: (a * x + b * y + c) / depth, y: (d * x + e * y + f) / depth }
}

/** The one that takes each corner of `from` to that of `to`; null where three of them are in a line. */
export function homographyOf(from: Quad, to: Quad): Homography | null {
  const rows = from.flatMap(({ x, y }, index) => {
    const { x: u, y: v } = to[index] ?? { x: 0, y: 0 }
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ]
  })
  const solved = solve(rows)
  if (solved === null) return null
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = solved
  return [a, b, c, d, e, f, g, h, 1]
}

/** By the adjugate, which is the inverse but for a factor that means nothing here; null where there is none. */
export function inverse([a, b, c, d, e, f, g, h, i]: Homography): Homography | null {
  const last = a * e - b * d
  if (Math.abs(last) < 1e-12) return null
  const adjugate = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
  ] as const
  const [j, k, l, m, n, o, p, q] = adjugate
  return [j / last, k / last, l / last, m / last, n / last, o / last, p / last, q / last, 1]
}

/** Gauss with the largest pivot, on rows whose last number is the right side; null where it has no one answer. */
function solve(rows: number[][]): number[] | null {
  const count = rows.length
  for (let column = 0; column < count; column += 1) {
    const pivot = largestFrom(rows, column)
    const chosen = rows[pivot] ?? []
    const [lead = 0] = chosen.slice(column)
    if (Math.abs(lead) < 1e-12) return null
    rows.splice(pivot, 1)
    rows.splice(column, 0, chosen)
    for (const [index, row] of rows.entries()) {
      if (index === column) continue
      const factor = (row[column] ?? 0) / lead
      for (let at = column; at <= count; at += 1) row[at] = (row[at] ?? 0) - factor * (chosen[at] ?? 0)
    }
  }
  return rows.map((row, index) => (row[count] ?? 0) / (row[index] ?? 1))
}

function largestFrom(rows: number[][], column: number): number {
  let pivot = column
  for (let row = column + 1; row < rows.length; row += 1) {
    if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row
  }
  return pivot
}
