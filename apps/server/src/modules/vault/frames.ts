import { Transform } from 'node:stream'
import {
  associatedDataOf,
  type DataKey,
  decrypt,
  encrypt,
  oldAssociatedDataOf,
  OVERHEAD_BYTES,
  type SealContext,
  SealError,
} from './seal.ts'

/** Plain bytes in every frame but the last, which may hold fewer. */
export const FRAME_BYTES = 64 * 1024
const SEALED_FRAME_BYTES = FRAME_BYTES + OVERHEAD_BYTES

/** An empty file has one empty frame, so that its end is sealed as well. */
export const frameCount = (size: number): number => Math.max(1, Math.ceil(size / FRAME_BYTES))

/** Where frame `index` starts in the sealed file. */
export const framePosition = (index: number): number => index * SEALED_FRAME_BYTES

/** How long a file of `size` plain bytes is once it is sealed. */
export const sealedSize = (size: number): number => size + frameCount(size) * OVERHEAD_BYTES

/**
 * Seals one frame of a file of `size` plain bytes. As in STREAM (Hoang et al., CRYPTO 2015) the frame's
 * number and whether it is the last are bound in, so that a cut, a swap or a reorder is noticed, and any
 * frame opens without the others.
 */
function sealFrame(
  key: DataKey,
  context: SealContext,
  size: number,
  index: number,
  plain: Uint8Array,
): Buffer {
  const last = index === frameCount(size) - 1
  return encrypt(key.secret, plain, associatedDataOf(key.tenant, context, index, last))
}

/**
 * The inverse of `sealFrame`; throws SealError. Frames carry no format byte, and an upload may have begun
 * in the old format, so each that does not open is tried in that one as well.
 */
export function openFrame(
  key: DataKey,
  context: SealContext,
  index: number,
  last: boolean,
  sealed: Uint8Array,
): Buffer {
  try {
    return decrypt(key.secret, sealed, associatedDataOf(key.tenant, context, index, last))
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    return decrypt(key.secret, sealed, oldAssociatedDataOf(context, index, last))
  }
}

/**
 * Cuts plain bytes into frames and seals each once it is whole. The file's last frame is sealed when its
 * last byte is in; bytes of an unfinished frame are dropped when the source ends early.
 */
export function sealFrames(
  key: DataKey,
  context: SealContext,
  { size, firstFrame }: { size: number; firstFrame: number },
): Transform {
  const cutter = new FrameCutter()
  const frames = frameCount(size)
  const bytesOf = (index: number): number => (index === frames - 1 ? size - index * FRAME_BYTES : FRAME_BYTES)
  let index = firstFrame
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      cutter.push(chunk)
      while (index < frames && cutter.length >= bytesOf(index)) {
        this.push(sealFrame(key, context, size, index, cutter.take(bytesOf(index))))
        index += 1
      }
      done(index === frames && cutter.length > 0 ? new SealError('more bytes than announced') : null)
    },
    flush(done) {
      if (size === 0 && index === 0) this.push(sealFrame(key, context, size, index, new Uint8Array()))
      done()
    },
  })
}

/** Opens a whole sealed file as it streams by; fails with SealError where it was changed or cut. */
export function openFrames(key: DataKey, context: SealContext): Transform {
  const cutter = new FrameCutter()
  let index = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      cutter.push(chunk)
      try {
        // Strictly more than one frame: what is held back at the end must be the last one.
        while (cutter.length > SEALED_FRAME_BYTES) {
          this.push(openFrame(key, context, index, false, cutter.take(SEALED_FRAME_BYTES)))
          index += 1
        }
        done()
      } catch (error) {
        done(asError(error))
      }
    },
    flush(done) {
      try {
        this.push(openFrame(key, context, index, true, cutter.take(cutter.length)))
        done()
      } catch (error) {
        done(asError(error))
      }
    },
  })
}

/** A part of a file in bytes; `end` is not in it. */
export interface ByteRange {
  start: number
  end: number
}

const frameOf = (position: number): number => Math.floor(position / FRAME_BYTES)

/** Which bytes of the sealed file have this part of its plain bytes, which is not empty: whole frames. */
export const sealedRange = (size: number, { start, end }: ByteRange): ByteRange => ({
  start: framePosition(frameOf(start)),
  end: Math.min(framePosition(frameOf(end - 1) + 1), sealedSize(size)),
})

/** Opens what `sealedRange` names as it streams by, and gives that part alone; fails as `openFrames` does. */
export function openFrameRange(
  key: DataKey,
  context: SealContext,
  size: number,
  { start, end }: ByteRange,
): Transform {
  const cutter = new FrameCutter()
  const isLast = (index: number): boolean => index === frameCount(size) - 1
  const sealedBytesOf = (index: number): number =>
    isLast(index) ? sealedSize(size) - framePosition(index) : SEALED_FRAME_BYTES
  const after = frameOf(end - 1) + 1
  let index = frameOf(start)
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      cutter.push(chunk)
      try {
        while (index < after && cutter.length >= sealedBytesOf(index)) {
          const plain = openFrame(key, context, index, isLast(index), cutter.take(sealedBytesOf(index)))
          const position = index * FRAME_BYTES
          this.push(plain.subarray(Math.max(0, start - position), end - position))
          index += 1
        }
        done()
      } catch (error) {
        done(asError(error))
      }
    },
    flush(done) {
      done(index < after ? new SealError('cut') : null)
    },
  })
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new SealError('failed'))

/** Collects chunks of any size and gives them back in pieces, copying each byte once. */
class FrameCutter {
  length = 0
  #chunks: Buffer[] = []

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.length += chunk.length
  }

  take(bytes: number): Buffer {
    const parts: Buffer[] = []
    let wanted = bytes
    while (wanted > 0) {
      const chunk = this.#chunks.shift()
      if (chunk === undefined) throw new RangeError('not that many bytes')
      parts.push(chunk.subarray(0, wanted))
      if (chunk.length > wanted) this.#chunks.unshift(chunk.subarray(wanted))
      wanted -= Math.min(chunk.length, wanted)
    }
    this.length -= bytes
    return Buffer.concat(parts, bytes)
  }
}
