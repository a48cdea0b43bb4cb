import { alignmentOf } from '@visita/lesion'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignedBy, matrixFor, type Matrix, moved, pixelAt, turned, WHOLE, zoomed } from './compare-view.ts'

const frame = { width: 600, height: 400 }
const photo = { width: 3000, height: 4000 }
const seen = ({ a, b, c, d, e, f }: Matrix, x: number, y: number) => [a * x + c * y + e, b * x + d * y + f]

describe('[X4] photographs that are compared', () => {
  it('are seen whole and in the middle at first', () => {
    const matrix = matrixFor(photo, frame, WHOLE)
    expect(seen(matrix, 0, 0)).toEqual([150, 0])
    expect(seen(matrix, 3000, 4000)).toEqual([450, 400])
  })

  it('follow the hand, however they are enlarged and turned', () => {
    const view = turned(zoomed(WHOLE, 3), 0.7)
    const [before, after] = [
      matrixFor(photo, frame, view),
      matrixFor(photo, frame, moved(view, { x: 40, y: -25 })),
    ]
    const [[x = 0, y = 0], [u = 0, v = 0]] = [seen(before, 500, 700), seen(after, 500, 700)]
    expect(u - x).toBeCloseTo(40)
    expect(v - y).toBeCloseTo(-25)
  })

  it('keep what is in the middle when they are enlarged', () => {
    const view = moved(WHOLE, { x: 80, y: 30 })
    const middle = { x: frame.width / 2, y: frame.height / 2 }
    const before = pixelAt(matrixFor(photo, frame, view), middle)
    const after = pixelAt(matrixFor(photo, frame, zoomed(view, 2)), middle)
    expect([after.x, after.y]).toEqual([expect.closeTo(before.x), expect.closeTo(before.y)])
  })

  it('know which pixel is at a place, and lie over each other at the aligned spots', () => {
    const number = fc.double({ min: -100, max: 100, noNaN: true })
    fc.assert(
      fc.property(
        number,
        number,
        fc.double({ min: 0.5, max: 5, noNaN: true }),
        number,
        (x, y, zoom, turn) => {
          const view = turned(zoomed(moved(WHOLE, { x, y }), zoom), turn)
          const left = matrixFor(photo, frame, view)
          const pairs = [
            { from: { x: 10, y: 10 }, to: { x: 500, y: 600 } },
            { from: { x: 900, y: 40 }, to: { x: 1400, y: 700 } },
            { from: { x: 850, y: 950 }, to: { x: 1320, y: 1610 } },
          ]
          const alignment = alignmentOf(pairs)
          if (alignment === null) throw new Error('not aligned')
          const right = alignedBy(left, alignment)
          for (const { from, to } of pairs) {
            const place = seen(right, from.x, from.y)
            const pixel = pixelAt(left, { x: place[0] ?? 0, y: place[1] ?? 0 })
            // As near as one turn and size can bring three spots.
            expect(Math.hypot(pixel.x - to.x, pixel.y - to.y)).toBeLessThan(40)
          }
        },
      ),
    )
  })

  it('are enlarged within bounds', () => {
    expect(zoomed(WHOLE, 1e9).zoom).toBe(20)
    expect(zoomed(WHOLE, 1e-9).zoom).toBe(0.5)
  })
})
