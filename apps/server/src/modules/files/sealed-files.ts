import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  type ByteRange,
  type DataKey,
  FRAME_BYTES,
  frameCount,
  framePosition,
  openFrameRange,
  openFrames,
  type SealContext,
  sealedRange,
  sealedSize,
  sealFrames,
} from '../vault/index.ts'

export interface SealedFile {
  storageId: string
  dataKey: DataKey
  /** Plain bytes. */
  size: number
}

/** Left free for the database, which must still be able to say that something ended. */
const RESERVE_BYTES = 256 * 1024 ** 2

/** To its end, wherever that is. */
const WHOLE: ByteRange = { start: 0, end: Infinity }

/** A folder of files in sealed frames, each named by an id that says nothing. */
export class SealedFiles {
  readonly #folder: string
  readonly #table: string

  private constructor(folder: string, table: string) {
    this.#folder = folder
    this.#table = table
  }

  /** `table`: the one whose rows name the files; a file of one opens for no other. */
  static async open(folder: string, table: string): Promise<SealedFiles> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new SealedFiles(folder, table)
  }

  /** What files may still take of the disk. */
  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder)
    return bavail * bsize - RESERVE_BYTES
  }

  /**
   * How many plain bytes are here in whole frames, the last frame not counted: the file is finished by
   * sending that one, again if need be, so that finishing always has a request of its own.
   */
  async offsetOf({ storageId, size }: SealedFile): Promise<number> {
    const bytes = await stat(this.#pathOf(storageId)).then(
      (found) => found.size,
      () => 0,
    )
    return Math.min(plainBytesIn(bytes), (frameCount(size) - 1) * FRAME_BYTES)
  }

  /**
   * Writes what `source` brings from `offset` on, a multiple of FRAME_BYTES, and returns the offset after
   * the last whole frame, on disk. When the source breaks, the frames that were whole stay.
   */
  async append(file: SealedFile, source: Readable, offset: number): Promise<number> {
    const firstFrame = offset / FRAME_BYTES
    const handle = await open(this.#pathOf(file.storageId), constants.O_RDWR | constants.O_CREAT, 0o600)
    try {
      await handle.truncate(framePosition(firstFrame))
      const sealing = sealFrames(file.dataKey, this.#contextOf(file.storageId), {
        size: file.size,
        firstFrame,
      })
      let position = framePosition(firstFrame)
      await pipeline(source, sealing, async (sealed: AsyncIterable<Buffer>) => {
        for await (const bytes of sealed) {
          await writeWhole(handle, bytes, position)
          position += bytes.length
        }
      })
      await handle.datasync()
      return position === sealedSize(file.size) ? file.size : plainBytesIn(position)
    } finally {
      await handle.close()
    }
  }

  /**
   * The plain bytes, all of them or those of `part`, for which no more is read than the frames that hold it; the
   * stream fails with SealError when the file was changed or cut.
   */
  async read({ storageId, dataKey, size }: SealedFile, part: ByteRange | null): Promise<Readable> {
    const handle = await open(this.#pathOf(storageId), 'r')
    const context = this.#contextOf(storageId)
    const { start, end } = part === null ? WHOLE : sealedRange(size, part)
    const sealed = handle.createReadStream({ start, end: end - 1, highWaterMark: 4 * FRAME_BYTES })
    const plain = part === null ? openFrames(dataKey, context) : openFrameRange(dataKey, context, size, part)
    sealed.on('error', (error) => plain.destroy(error))
    plain.on('close', () => sealed.destroy())
    return sealed.pipe(plain)
  }

  async remove(storageId: string): Promise<void> {
    await rm(this.#pathOf(storageId), { force: true })
  }

  async list(): Promise<string[]> {
    return readdir(this.#folder)
  }

  #contextOf(storageId: string): SealContext {
    return { table: this.#table, row: storageId, column: 'content' }
  }

  #pathOf(storageId: string): string {
    return join(this.#folder, storageId)
  }
}

/** Of full frames only. */
const plainBytesIn = (sealedBytes: number): number => Math.floor(sealedBytes / framePosition(1)) * FRAME_BYTES

async function writeWhole(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written)
    written += bytesWritten
  }
}
