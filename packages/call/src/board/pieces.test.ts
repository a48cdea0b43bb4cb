import { BOARD_MESSAGE_MAX } from '@visita/protocol'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PieceJoiner, piecesOf } from './pieces.ts'

const sizeOf = (piece: string | ArrayBuffer): number =>
  typeof piece === 'string' ? new TextEncoder().encode(piece).length : piece.byteLength

describe('a message larger than the channel takes', () => {
  it('comes out of its pieces unchanged, each piece small enough', () => {
    const text = fc.string({ unit: 'binary', maxLength: 500 })
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 100 }), (message, limit) => {
        const pieces = piecesOf(message, limit)
        const joiner = new PieceJoiner()
        const results = pieces.map((piece) => joiner.add(piece))
        expect(pieces.every((piece) => sizeOf(piece) <= limit)).toBe(true)
        expect(results.pop()).toEqual({ text: message })
        expect(results.every((result) => result === 'wait')).toBe(true)
      }),
    )
  })

  it('is refused whole beyond the limit, and the next one is taken', () => {
    const joiner = new PieceJoiner()
    const results = piecesOf('x'.repeat(BOARD_MESSAGE_MAX + 1), 64 * 1024).map((piece) => joiner.add(piece))
    expect(results.pop()).toBe('refused')
    expect(joiner.add('{}')).toEqual({ text: '{}' })
    expect(piecesOf('y'.repeat(90), 50).map((piece) => joiner.add(piece))).toEqual([
      'wait',
      { text: 'y'.repeat(90) },
    ])
  })

  it('is refused where its pieces are not text or not pieces', () => {
    const joiner = new PieceJoiner()
    expect(joiner.add(new Uint8Array([0, 0xff, 0xfe]).buffer)).toBe('refused')
    expect(joiner.add(new Uint8Array([9, 65]).buffer)).toBe('refused')
    expect(joiner.add(new ArrayBuffer(0))).toBe('refused')
  })
})
