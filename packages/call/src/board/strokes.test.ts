import { boardMessageSchema, STROKE_BATCH_BYTES, type BoardMessage } from '@visita/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aLiveStroke } from './board.fixtures.ts'
import { StrokeDecoder, StrokeEncoder, type LiveStroke } from './strokes.ts'

const coordinate = fc.double({ min: -1_000_000, max: 1_000_000, noNaN: true })
const path = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 400 })

/** The messages for a stroke that grows to `cuts` lengths in turn. */
function messagesFor(stroke: LiveStroke, cuts: readonly number[]): BoardMessage[] {
  const encoder = new StrokeEncoder(999_999, stroke)
  const grown = cuts.toSorted((a, b) => a - b).map((length) => stroke.points.slice(0, length))
  return [
    encoder.start,
    ...[...grown, stroke.points].flatMap((points) => encoder.next({ ...stroke, points })),
  ]
}

function decode(messages: readonly BoardMessage[]): LiveStroke | null {
  const decoder = new StrokeDecoder()
  for (const message of messages) {
    if (message.type === 'stroke') decoder.start(message)
    if (message.type === 'points') decoder.add(message.stroke, message.deltas)
  }
  return decoder.stroke
}

describe('an unfinished stroke', () => {
  it('[A11] travels in batches of at most 200 bytes, however long it is and however it grows', () => {
    fc.assert(
      fc.property(path, fc.array(fc.nat(400)), fc.boolean(), coordinate, (points, cuts, pen, x) => {
        const pressures = pen ? points.map(() => 0.37) : null
        const stroke = aLiveStroke({ id: 'a'.repeat(40), x, y: x, points, pressures })
        for (const message of messagesFor(stroke, cuts)) {
          expect(new TextEncoder().encode(JSON.stringify(message)).length).toBeLessThanOrEqual(
            STROKE_BATCH_BYTES,
          )
          expect(boardMessageSchema.safeParse(message).success).toBe(true)
        }
      }),
    )
  })

  it('[A11] arrives with every point within a twentieth of a unit, without drift', () => {
    fc.assert(
      fc.property(path, fc.array(fc.nat(400)), (points, cuts) => {
        const decoded = decode(messagesFor(aLiveStroke({ points }), cuts))
        expect(decoded?.points).toHaveLength(points.length)
        for (const [index, [x, y]] of points.entries()) {
          const [decodedX = Number.NaN, decodedY = Number.NaN] = decoded?.points[index] ?? []
          expect(Math.abs(decodedX - x)).toBeLessThan(0.051)
          expect(Math.abs(decodedY - y)).toBeLessThan(0.051)
        }
      }),
    )
  })

  it('keeps the pressure of a pen', () => {
    const points = [
      [0, 0],
      [3, 4],
    ] as const
    const decoded = decode(messagesFor(aLiveStroke({ points, pressures: [0.25, 0.8] }), []))
    expect(decoded?.pressures).toEqual([0.25, 0.8])
  })

  it('sends nothing when there is no new point', () => {
    const encoder = new StrokeEncoder(1, aLiveStroke())
    encoder.next(aLiveStroke())
    expect(encoder.next(aLiveStroke())).toEqual([])
  })

  it('refuses points of another stroke and points that are not whole', () => {
    const decoder = new StrokeDecoder()
    expect(decoder.add(1, [0, 0])).toBe(false)
    decoder.start({
      type: 'stroke',
      stroke: 1,
      id: 'a',
      x: 0,
      y: 0,
      colour: '#000',
      width: 1,
      pressure: false,
    })
    expect(decoder.add(2, [0, 0])).toBe(false)
    expect(decoder.add(1, [0, 0, 0])).toBe(false)
    expect(decoder.add(1, [0, 0])).toBe(true)
  })
})
