import { FILE_CREDIT, FRAME_PAYLOAD_MAX, type FileFrame } from '@visita/protocol'
import type { Hasher } from './hasher.ts'

/** One read of the disk serves this many full frames: a read per frame would be the bottleneck. */
const READ_SIZE = 16 * FRAME_PAYLOAD_MAX
/** One slice is being sent while the next is read. */
const SLICES_AHEAD = 2

interface Slice {
  offset: number
  bytes: Uint8Array<ArrayBuffer>
}

/** One pass over the file from where the receiver wants it. */
interface Run {
  readonly stream: number
  /** The next byte to send. */
  position: number
  stored: number
  readTo: number
  readonly slices: Slice[]
  completed: boolean
}

export interface OutgoingFileEvents {
  /** There is something to send now. */
  ready(): void
  unreadable(): void
}

/** Reads, hashes and hands out the bytes of one file, as far as the receiver's credit allows. */
export class OutgoingFile {
  readonly #file: Blob
  readonly #hasher: Hasher
  readonly #events: OutgoingFileEvents
  #run: Run | null = null
  #furthest = 0
  #hashedTo = 0
  #sha256: string | null = null
  #reading = false
  #released = false

  constructor(file: Blob, hasher: Hasher, events: OutgoingFileEvents) {
    this.#file = file
    this.#hasher = hasher
    this.#events = events
  }

  get sha256(): string | null {
    return this.#sha256
  }

  /** Starts over from byte `from`; false when that asks for what was never sent. */
  start(stream: number, from: number, stored: number): boolean {
    if (from > this.#furthest || stored > from) return false
    this.#run = { stream, position: from, stored, readTo: from, slices: [], completed: false }
    if (from === this.#file.size) void this.#read()
    return true
  }

  /** The receiver has written this many bytes; false when they were not even sent. */
  acknowledge(stored: number): boolean {
    const run = this.#run
    if (run === null || stored > run.position) return false
    run.stored = Math.max(run.stored, stored)
    return true
  }

  get hasMore(): boolean {
    return this.#run !== null && this.#run.position < this.#file.size
  }

  /** The next frame; `null` while the disk or the receiver's credit is waited for, or nothing is left. */
  take(maxPayload: number): FileFrame | null {
    const run = this.#run
    const slice = run?.slices[0]
    if (run === null || slice === undefined) {
      if (this.hasMore) void this.#read()
      return null
    }
    const { position: offset, stream } = run
    const start = offset - slice.offset
    const payload = slice.bytes.subarray(start, start + maxPayload)
    if (offset + payload.byteLength - run.stored > FILE_CREDIT) return null
    run.position += payload.byteLength
    this.#furthest = Math.max(this.#furthest, run.position)
    if (run.position === slice.offset + slice.bytes.byteLength) {
      run.slices.shift()
      void this.#read()
    }
    return { stream, offset, payload }
  }

  /** The hash, once per run, when every byte has been handed out. */
  takeCompletion(): string | null {
    const run = this.#run
    if (run === null || run.completed || this.hasMore || this.#sha256 === null) return null
    run.completed = true
    return this.#sha256
  }

  /** Forgets the run: nothing is read or sent until the receiver asks again. */
  stop(): void {
    this.#run = null
  }

  release(): void {
    this.#released = true
    this.#run = null
    this.#hasher.release()
  }

  async #read(): Promise<void> {
    if (this.#reading || this.#released) return
    this.#reading = true
    try {
      for (let run = this.#run; run !== null && this.#wantsSlice(run); run = this.#run) {
        await this.#readSlice(run)
      }
      await this.#digest()
    } catch {
      // Browsers refuse to read a file that was changed or removed since it was chosen.
      if (!this.#released) this.#events.unreadable()
      return
    } finally {
      this.#reading = false
    }
    // A new run may have begun while the hash of the last was being finished.
    if (this.#run !== null && this.#wantsSlice(this.#run)) void this.#read()
  }

  #wantsSlice(run: Run): boolean {
    return run.slices.length < SLICES_AHEAD && run.readTo < this.#file.size
  }

  async #readSlice(run: Run): Promise<void> {
    const offset = run.readTo
    const end = Math.min(offset + READ_SIZE, this.#file.size)
    const bytes = new Uint8Array(await this.#file.slice(offset, end).arrayBuffer())
    if (bytes.byteLength !== end - offset) throw new Error('The file is shorter than it was')
    if (this.#released) return
    run.readTo = end
    if (this.#run === run) {
      run.slices.push({ offset, bytes })
      this.#events.ready()
    }
    if (end <= this.#hashedTo) return
    const fresh = bytes.subarray(this.#hashedTo - offset)
    this.#hashedTo = end
    await this.#hasher.update(fresh)
  }

  async #digest(): Promise<void> {
    if (this.#released || this.#hashedTo < this.#file.size || this.#sha256 !== null) return
    this.#sha256 = await this.#hasher.digest()
    if (!this.#released) this.#events.ready()
  }
}
