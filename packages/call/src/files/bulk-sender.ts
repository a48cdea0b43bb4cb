import { encodeFrame, framePayload } from '@visita/protocol'
import { HIGH_WATER, type Pipe } from '../pipe.ts'
import type { OutgoingFile } from './outgoing-file.ts'

/** This many files take turns on the wire; the others wait, so that the slices read ahead stay few. */
const ACTIVE_FILES = 4

/** Sends the frames of several files over one pipe, a frame of each in turn. */
export class BulkSender {
  readonly #bulk: Pipe
  #files: OutgoingFile[] = []

  constructor(bulk: Pipe) {
    this.#bulk = bulk
  }

  add(file: OutgoingFile): void {
    if (!this.#files.includes(file)) this.#files.push(file)
  }

  remove(file: OutgoingFile): void {
    this.#files = this.#files.filter((other) => other !== file)
  }

  /** Sends what may be sent now. To be called on `drain` and whenever a file has more to give. */
  pump(): void {
    while (this.#bulk.isOpen && this.#bulk.bufferedAmount < HIGH_WATER) {
      const frame = this.#nextFrame()
      if (frame === null || !this.#bulk.send(frame)) return
    }
  }

  #nextFrame(): ArrayBuffer | null {
    for (const file of this.#files.slice(0, ACTIVE_FILES)) {
      const frame = file.take(framePayload(this.#bulk.maxMessageSize))
      if (frame === null) continue
      this.remove(file)
      if (file.hasMore) this.#files.splice(ACTIVE_FILES - 1, 0, file)
      return encodeFrame(frame)
    }
    return null
  }
}
