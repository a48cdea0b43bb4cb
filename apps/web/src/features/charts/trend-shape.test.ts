import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { beginOf, endOf, trendShape } from './trend-shape.ts'

const SIZE = { width: 600, height: 240 }
const pointsOn = (...values: [string, number][]) => values.map(([on, value]) => ({ at: beginOf(on), value }))
const span = (label: string, from: string, to: string | null) => ({
  label,
  from: beginOf(from),
  to: to === null ? null : endOf(to),
})

describe('[X3] a trend', () => {
  test('begins at nought, so that a small change never looks like a large one', () => {
    const { values, points, plot } = trendShape(pointsOn(['2026-01-01', 40], ['2026-02-01', 42]), [], SIZE)
    expect(values.map(({ value }) => value)).toEqual([0, 10, 20, 30, 40, 50])
    expect(values[0]?.y).toBe(plot.bottom)
    expect(points[0]?.y).toBeCloseTo(plot.bottom - 0.8 * (plot.bottom - plot.top))
  })

  test('has time in proportion: a week is as wide wherever it is', () => {
    const { points } = trendShape(pointsOn(['2026-01-01', 1], ['2026-01-08', 1], ['2026-01-22', 1]), [], SIZE)
    const [one = 0, two = 0, three = 0] = points.map(({ x }) => x)
    expect(three - two).toBeCloseTo(2 * (two - one))
  })

  test('shows behind it what was given meanwhile, cut to the time that is shown, and nothing of before', () => {
    const points = pointsOn(['2026-01-01', 10], ['2026-03-01', 5])
    const { spans, plot } = trendShape(
      points,
      [
        span('long ago', '2024', '2025-06'),
        span('cream', '2025-12', '2026-01'),
        span('tablets', '2026-02-01', null),
      ],
      SIZE,
    )
    expect(spans.map(({ label, number }) => [label, number])).toEqual([
      ['cream', 1],
      ['tablets', 2],
    ])
    expect(spans[0]?.x).toBe(plot.left)
    expect((spans[1]?.x ?? 0) + (spans[1]?.width ?? 0)).toBeCloseTo(plot.right)
  })

  test('reads dates without a day or a month as the whole of it', () => {
    expect(new Date(beginOf('2026')).toISOString()).toBe('2026-01-01T00:00:00.000Z')
    expect(new Date(endOf('2026')).toISOString()).toBe('2026-12-31T23:59:59.999Z')
    expect(new Date(endOf('2024-02')).toISOString()).toBe('2024-02-29T23:59:59.999Z')
    expect(new Date(endOf('2026-12-31')).toISOString()).toBe('2026-12-31T23:59:59.999Z')
  })

  test('keeps every point within its field, whatever the values', () => {
    const point = fc.record({
      at: fc.integer({ min: 0, max: 4e12 }),
      value: fc.double({ min: 0, max: 1e6, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 30 }), (points) => {
        const { plot, values, points: drawn } = trendShape(points, [], SIZE)
        expect(values.length).toBeLessThan(8)
        for (const { x, y } of drawn) {
          expect(x).toBeGreaterThanOrEqual(plot.left - 1e-6)
          expect(x).toBeLessThanOrEqual(plot.right + 1e-6)
          expect(y).toBeGreaterThanOrEqual(plot.top - 1e-6)
          expect(y).toBeLessThanOrEqual(plot.bottom + 1e-6)
        }
      }),
      { numRuns: 200 },
    )
  })
})
