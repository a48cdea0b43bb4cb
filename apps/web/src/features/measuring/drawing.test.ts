import { describe, expect, test } from 'vitest'
import {
  circleIn,
  drawingOf,
  drawnIn,
  handleBeside,
  handleNear,
  movedTo,
  placeOf,
  resultOf,
  rulerIn,
  withFewer,
  withoutPoint,
  withPointAfter,
  type Drawing,
} from './drawing.ts'

const PICTURE = { width: 1000, height: 500 }
const SQUARE = [
  { x: 100, y: 100 },
  { x: 200, y: 100 },
  { x: 200, y: 200 },
  { x: 100, y: 200 },
]
const RULER = { kind: 'ruler', from: { x: 0, y: 400 }, to: { x: 400, y: 400 }, mm: 40 } as const
const drawn = (change: Partial<Drawing> = {}): Drawing => ({ outline: SQUARE, scale: RULER, ...change })

describe('[X4] what is drawn on a photograph', () => {
  test('comes to an area with its error', () => {
    expect(resultOf(drawn(), PICTURE)).toMatchObject({ measured: true, areaMm2: expect.closeTo(100, 6) })
  })

  test.each([
    ['no_scale', drawn({ scale: { kind: 'none' } })],
    ['no_length', drawn({ scale: { ...RULER, mm: null } })],
    ['no_outline', drawn({ outline: [] })],
    ['no_scale', drawn({ scale: { ...RULER, to: RULER.from } })],
    [
      'crosses_itself',
      drawn({ outline: [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]].flatMap((p) => p ?? []) }),
    ],
  ] as const)('is no number but %s', (why, drawing) => {
    expect(resultOf(drawing, PICTURE)).toEqual({ measured: false, why })
  })

  test('is kept and drawn again as it was', () => {
    const kept = drawnIn(drawn(), PICTURE)
    if (kept === null) throw new Error('not kept')
    expect(drawingOf(kept, PICTURE)).toEqual(drawn())
  })

  test('is taken hold of one point after the other, then the ruler, and around again', () => {
    const order = [1, 2, 3, 4, 5, 6].reduce<unknown[]>((held, _step, index) => {
      const last = index === 0 ? null : handleBeside(drawn(), { of: 'outline', at: index - 1 }, 1)
      return [...held, last]
    }, [])
    expect(order.slice(1, 4)).toEqual([
      { of: 'outline', at: 1 },
      { of: 'outline', at: 2 },
      { of: 'outline', at: 3 },
    ])
    expect(handleBeside(drawn(), { of: 'outline', at: 3 }, 1)).toEqual({ of: 'ruler', end: 'from' })
    expect(handleBeside(drawn(), { of: 'ruler', end: 'to' }, 1)).toEqual({ of: 'outline', at: 0 })
    expect(handleBeside(drawn(), { of: 'outline', at: 0 }, -1)).toEqual({ of: 'ruler', end: 'to' })
    expect(handleBeside(drawn({ outline: [], scale: { kind: 'none' } }), null, 1)).toBeNull()
  })

  test('is corrected at the nearest point, and never out of the picture', () => {
    const held = handleNear(drawn(), { x: 205, y: 96 }, 20)
    expect(held).toEqual({ of: 'outline', at: 1 })
    expect(handleNear(drawn(), { x: 150, y: 150 }, 20)).toBeNull()
    if (held === null) return
    expect(placeOf(movedTo(drawn(), held, { x: 1_200, y: -5 }, PICTURE), held)).toEqual({ x: 1000, y: 0 })
  })

  test('has a point more or less, and never fewer than three', () => {
    expect(withPointAfter(drawn(), 3).outline.at(-1)).toEqual({ x: 100, y: 150 })
    const triangle = withoutPoint(drawn(), 0)
    expect(triangle.outline).toEqual(SQUARE.slice(1))
    expect(withoutPoint(triangle, 0)).toBe(triangle)
  })

  test('has points that a hand can correct, however many a border had, and the same area', () => {
    const border = Array.from({ length: 5_000 }, (_, index) => {
      const angle = (index / 5_000) * 2 * Math.PI
      const radius = 150 + 3 * Math.sin(90 * angle)
      return { x: 500 + radius * Math.cos(angle), y: 250 + radius * Math.sin(angle) }
    })
    const fewer = withFewer(border, 0.1)
    expect(fewer.length).toBeLessThanOrEqual(200)
    const [all, some] = [
      resultOf(drawn({ outline: border.filter((_, at) => at % 13 === 0) }), PICTURE),
      resultOf(drawn({ outline: fewer }), PICTURE),
    ]
    if (!all.measured || !some.measured) throw new Error('not measured')
    expect(Math.abs(some.areaMm2 / all.areaMm2 - 1)).toBeLessThan(0.02)
  })

  test('can begin without a hand: with a circle and a ruler to be moved by keys', () => {
    const drawing = { outline: circleIn(PICTURE), scale: rulerIn(PICTURE) }
    expect(resultOf(drawing, PICTURE)).toEqual({ measured: false, why: 'no_length' })
    expect(placeOf(drawing, { of: 'ruler', end: 'to' })).toEqual({ x: 700, y: 425 })
  })
})
