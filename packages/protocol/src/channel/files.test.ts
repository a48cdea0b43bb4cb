import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../limits.ts'
import { encodeFrame, FRAME_PAYLOAD_MAX, framePayload, parseFrame } from './files.ts'

describe('[A10] the frame of a file', () => {
  it('comes out as it went in', () => {
    const stream = fc.integer({ min: 1, max: 0xffff_ffff })
    const offset = fc.integer({ min: 0, max: LIMITS.fileSize - 1 })
    const payload = fc.uint8Array({ minLength: 1, maxLength: 100 }).map((bytes) => new Uint8Array(bytes))
    fc.assert(
      fc.property(fc.record({ stream, offset, payload }), (frame) => {
        expect(parseFrame(encodeFrame(frame))).toEqual(frame)
      }),
      { seed: 10 },
    )
  })

  it('never exceeds what the channel takes', () => {
    const payload = new Uint8Array(FRAME_PAYLOAD_MAX)
    expect(encodeFrame({ stream: 1, offset: 0, payload }).byteLength).toBe(LIMITS.channelMessage)
    expect(framePayload(1024 ** 3)).toBe(FRAME_PAYLOAD_MAX)
    expect(framePayload(64 * 1024)).toBeLessThan(64 * 1024)
  })

  it.each([
    ['nothing', new ArrayBuffer(0)],
    ['a header without payload', new ArrayBuffer(12)],
    ['stream 0', encodeFrame({ stream: 0, offset: 0, payload: new Uint8Array(1) })],
    ['an offset beyond any file', encodeFrame({ stream: 1, offset: 2 ** 40, payload: new Uint8Array(1) })],
    ['more than a message may carry', new ArrayBuffer(LIMITS.channelMessage + 1)],
  ])('is refused when it is %s', (_, message) => {
    expect(parseFrame(message)).toBeNull()
  })
})
