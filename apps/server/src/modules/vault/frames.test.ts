import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  FRAME_BYTES,
  frameCount,
  framePosition,
  openFrame,
  openFrameRange,
  openFrames,
  sealedRange,
  sealFrames,
} from './frames.ts'
import { randomDataKey, SealError } from './seal.ts'

const key = randomDataKey('tenant')
const context = { table: 'files', row: 'a', column: 'content' }

const cut = (bytes: Buffer, pieces: number[]): Buffer[] => {
  const ends = [...pieces, bytes.length].toSorted((a, b) => a - b)
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}
const sealAll = (plain: Buffer, pieces: number[] = []): Promise<Buffer> =>
  buffer(
    Readable.from(cut(plain, pieces)).pipe(sealFrames(key, context, { size: plain.length, firstFrame: 0 })),
  )
const openAll = (sealed: Buffer, pieces: number[] = []): Promise<Buffer> =>
  buffer(Readable.from(cut(sealed, pieces)).pipe(openFrames(key, context)))

const framesOf = (sealed: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(sealed.length / framePosition(1)) }, (_, index) =>
    sealed.subarray(framePosition(index), framePosition(index + 1)),
  )

describe('a file in sealed frames', () => {
  const sizes = [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES, 3 * FRAME_BYTES + 7]

  test.each(sizes)('of %i bytes comes back whole, in whatever pieces it travels', async (size) => {
    const plain = randomBytes(size)
    const pieces = fc.array(fc.nat(size + 200), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(pieces, pieces, async (in_, out) => {
        const sealed = await sealAll(
          plain,
          in_.map((piece) => Math.min(piece, size)),
        )
        expect(framesOf(sealed)).toHaveLength(frameCount(size))
        const opened = await openAll(
          sealed,
          out.map((piece) => Math.min(piece, sealed.length)),
        )
        expect(opened.equals(plain)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  test('gives any one frame without the others', async () => {
    const plain = randomBytes(2 * FRAME_BYTES + 5)
    const frames = framesOf(await sealAll(plain))
    const second = openFrame(key, context, 1, false, frames[1] ?? Buffer.of())
    expect(second.equals(plain.subarray(FRAME_BYTES, 2 * FRAME_BYTES))).toBe(true)
  })

  test.each<[string, (frames: Buffer[]) => Buffer[]]>([
    ['its last frame cut off', (frames) => frames.slice(0, -1)],
    ['every frame cut off', () => []],
    [
      'bytes of the last frame cut off',
      (frames) => [...frames.slice(0, -1), frames.at(-1)?.subarray(0, -3) ?? Buffer.of()],
    ],
    [
      'two frames swapped',
      ([first, second, ...rest]) => [second ?? Buffer.of(), first ?? Buffer.of(), ...rest],
    ],
    ['a frame left out', ([first, , ...rest]) => [first ?? Buffer.of(), ...rest]],
    ['a frame repeated', ([first, ...rest]) => [first ?? Buffer.of(), first ?? Buffer.of(), ...rest]],
    ['something added', (frames) => [...frames, randomBytes(40)]],
  ])('[C28] fails with %s', async (_what, change) => {
    const frames = framesOf(await sealAll(randomBytes(2 * FRAME_BYTES + 5)))
    await expect(openAll(Buffer.concat(change(frames)))).rejects.toThrow(SealError)
  })

  test('[C28] fails under another name', async () => {
    const sealed = await sealAll(randomBytes(10))
    const elsewhere = Readable.from([sealed]).pipe(openFrames(key, { ...context, row: 'b' }))
    await expect(buffer(elsewhere)).rejects.toThrow(SealError)
  })

  test('keeps only whole frames of a source that ends early', async () => {
    const plain = randomBytes(FRAME_BYTES + 100)
    const early = Readable.from([plain]).pipe(
      sealFrames(key, context, { size: 3 * FRAME_BYTES, firstFrame: 0 }),
    )
    expect(await buffer(early)).toHaveLength(framePosition(1))
  })

  test('refuses more bytes than were announced', async () => {
    const more = Readable.from([randomBytes(11)]).pipe(sealFrames(key, context, { size: 10, firstFrame: 0 }))
    await expect(buffer(more)).rejects.toThrow(SealError)
  })

  test('[C28] opens for no other order or choice of its frames', { timeout: 60_000 }, async () => {
    const frames = framesOf(await sealAll(randomBytes(4 * FRAME_BYTES + 5)))
    const indexes = fc.array(fc.nat(frames.length - 1), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(indexes, async (order) => {
        fc.pre(order.join() !== frames.map((_, index) => index).join())
        const changed = Buffer.concat(order.map((index) => frames[index] ?? Buffer.of()))
        await expect(openAll(changed)).rejects.toThrow(SealError)
      }),
    )
  })

  test('[C27] opens with no bit of it changed', { timeout: 60_000 }, async () => {
    const sealed = await sealAll(randomBytes(2 * FRAME_BYTES + 5))
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
        const changed = Buffer.from(sealed)
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        await expect(openAll(changed)).rejects.toThrow(SealError)
      }),
    )
  })

  test('[C28] opens cut at no place at all', { timeout: 60_000 }, async () => {
    const sealed = await sealAll(randomBytes(2 * FRAME_BYTES + 5))
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), async (length) => {
        await expect(openAll(sealed.subarray(0, length))).rejects.toThrow(SealError)
      }),
    )
  })
})

describe('a part of a file in sealed frames', { timeout: 60_000 }, () => {
  const size = 3 * FRAME_BYTES + 7
  const plain = randomBytes(size)
  const parts = fc
    .tuple(fc.nat(size), fc.nat(size))
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }))
  const openPart = (range: { start: number; end: number }, given: Buffer): Promise<Buffer> =>
    buffer(Readable.from(cut(given, [given.length >> 1])).pipe(openFrameRange(key, context, size, range)))

  test('comes back from the frames that hold it alone', async () => {
    const sealed = await sealAll(plain)
    const edges = [0, 1, FRAME_BYTES, size - 8, size - 1].map((start) => ({ start, end: start + 1 }))
    await fc.assert(
      fc.asyncProperty(parts, async (range) => {
        const from = sealedRange(size, range)
        expect(from.end - from.start).toBeLessThan(range.end - range.start + 2 * framePosition(1))
        const opened = await openPart(range, sealed.subarray(from.start, from.end))
        expect(opened.equals(plain.subarray(range.start, range.end))).toBe(true)
      }),
      { examples: [...edges, { start: 0, end: size }].map((range): [typeof range] => [range]) },
    )
  })

  test('[C28] fails from other frames, cut, or changed', async () => {
    const sealed = await sealAll(plain)
    const range = { start: FRAME_BYTES + 1, end: 2 * FRAME_BYTES + 1 }
    const { start, end } = sealedRange(size, range)
    await expect(openPart(range, sealed.subarray(0, end - start))).rejects.toThrow(SealError)
    await expect(openPart(range, sealed.subarray(start, end - 1))).rejects.toThrow(SealError)
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(start + 100) ^ 1, start + 100)
    await expect(openPart(range, changed.subarray(start, end))).rejects.toThrow(SealError)
    await expect(openPart(range, sealed.subarray(start, end))).resolves.toHaveLength(FRAME_BYTES)
  })
})
