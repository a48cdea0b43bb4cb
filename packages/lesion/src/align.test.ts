import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { aligned, alignmentOf, type Point } from './index.ts'

const coordinate = fc.double({ min: -4000, max: 4000, noNaN: true })
const point = fc.record({ x: coordinate, y: coordinate })

test('[X4] turn, size and place are found again from three or four points', () => {
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 3, maxLength: 4 }),
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
      point,
      (points, size, turn, { x: x0, y: y0 }) => {
        fc.pre(points.some(({ x, y }) => Math.hypot(x - (points[0]?.x ?? 0), y - (points[0]?.y ?? 0)) > 1))
        const moved = { a: size * Math.cos(turn), b: size * Math.sin(turn), x0, y0 }
        const found = alignmentOf(points.map((from) => ({ from, to: aligned(moved, from) })))
        expect(found).not.toBeNull()
        for (const from of points) {
          const [to, again] = [aligned(moved, from), aligned(found ?? moved, from)]
          expect(Math.hypot(to.x - again.x, to.y - again.y)).toBeLessThan(1e-5)
        }
      },
    ),
  )
})

test('[X4] points that are a little off are met as nearly as can be', () => {
  const from: Point[] = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 100, y: 100 },
    { x: 0, y: 100 },
  ]
  const off = [1, -1, 1, -1]
  const found = alignmentOf(
    from.map((each, at) => ({ from: each, to: { x: each.x + (off[at] ?? 0), y: each.y } })),
  )
  expect(found?.a).toBeCloseTo(1, 10)
  expect(found?.b).toBeCloseTo(0, 10)
})

test('[X4] one point, or the same again, aligns nothing', () => {
  const pair = { from: { x: 1, y: 2 }, to: { x: 3, y: 4 } }
  expect(alignmentOf([])).toBeNull()
  expect(alignmentOf([pair])).toBeNull()
  expect(alignmentOf([pair, pair, pair])).toBeNull()
})
