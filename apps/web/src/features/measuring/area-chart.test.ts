import { expect, test } from 'vitest'
import { areaChart } from './area-chart.ts'

const of = (week: number, areaMm2: number, error = 0.1) => ({
  takenAt: week * 7 * 86_400_000,
  measured: { areaMm2, longestMm: 10, error },
})
const SIZE = { width: 400, height: 200 }

test('[X4] areas are drawn from nought, with their errors, and marked where a change is above both', () => {
  const { points, plot, most } = areaChart([of(0, 100), of(1, 105), of(4, 150)], SIZE)
  expect(most).toBe(200)
  expect(points.map(({ hasChanged }) => hasChanged)).toEqual([false, false, true])
  const [first, second, last] = points
  if (!first || !second || !last) throw new Error('no points')
  expect(plot.bottom - first.y).toBeCloseTo((plot.bottom - plot.top) / 2, 6)
  expect(first.bottom - first.top).toBeCloseTo((0.2 * 100 * (plot.bottom - plot.top)) / most, 6)
  expect((last.x - first.x) / (second.x - first.x)).toBeCloseTo(4, 6)
})

test('[X4] one area alone is in the middle', () => {
  const { points, plot } = areaChart([of(3, 42, 2)], SIZE)
  expect(points).toMatchObject([{ x: (plot.left + plot.right) / 2, bottom: plot.bottom }])
})
