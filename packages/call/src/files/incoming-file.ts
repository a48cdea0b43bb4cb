import { FILE_CREDIT, type FileProblem } from '@visita/protocol'
import type { Hasher } from './hasher.ts'
import type { FileSink } from './sinks.ts'

export interface IncomingFileEvents {
  stored(bytes: number): void
  complete(result: { sha256: string; content: Blob | null }): void
  failed(problem: FileProblem): void
}

/** Writes and hashes the bytes of one file as they come. */
export class IncomingFile {
  readonly #size: number
  readonly #sink: FileSink
  readonly #hasher: Hasher
  readonly #events: IncomingFileEvents
  #arrived = 0
  #stored = 0
  #waiting: Uint8Array<ArrayBuffer>[] = []
  #claim: string | null = null
  #storing = false
  #over = false

  constructor(size: number, sink: FileSink, hasher: Hasher, events: IncomingFileEvents) {
    this.#size = size
    this.#sink = sink
    this.#hasher = hasher
    this.#events = events
  }

  /** The next byte that is missing. */
  get arrived(): number {
    return this.#arrived
  }

  get stored(): number {
    return this.#stored
  }

  /** False when all is here and only this side has work left. */
  get needsSender(): boolean {
    return this.#arrived < this.#size || this.#claim === null
  }

  /** Bytes out of order, beyond the end or beyond the credit break the agreement and end the transfer. */
  receive(offset: number, payload: Uint8Array<ArrayBuffer>): void {
    if (this.#over) return
    const end = offset + payload.byteLength
    if (offset !== this.#arrived || end > this.#size || end - this.#stored > FILE_CREDIT) {
      return this.#fail('protocol')
    }
    this.#arrived = end
    this.#waiting.push(payload)
    void this.#store()
  }

  /** What the sender says the hash is; it may come before the last bytes do. */
  claim(sha256: string): void {
    this.#claim = sha256
    void this.#store()
  }

  /** Drops what there is of the file. */
  release(): void {
    if (this.#over) return
    this.#over = true
    this.#waiting = []
    this.#hasher.release()
    // The disk may have failed already; there is nothing left to save.
    this.#sink.abort().catch(() => undefined)
  }

  async #store(): Promise<void> {
    if (this.#storing || this.#over) return
    this.#storing = true
    try {
      while (this.#waiting.length > 0) await this.#storeWaiting()
      if (this.#stored === this.#size && this.#claim !== null && !this.#over) await this.#check(this.#claim)
    } catch {
      this.#fail('storage')
    } finally {
      this.#storing = false
    }
  }

  async #storeWaiting(): Promise<void> {
    const pieces = this.#waiting
    this.#waiting = []
    await Promise.all([this.#sink.write(pieces), ...pieces.map((piece) => this.#hasher.update(piece))])
    if (this.#over) return
    for (const piece of pieces) this.#stored += piece.byteLength
    this.#events.stored(this.#stored)
  }

  async #check(claim: string): Promise<void> {
    const sha256 = await this.#hasher.digest()
    if (this.#over) return
    if (sha256 !== claim) return this.#fail('mismatch')
    const content = await this.#sink.close()
    if (this.#over) return
    this.#over = true
    this.#hasher.release()
    this.#events.complete({ sha256, content })
  }

  #fail(problem: FileProblem): void {
    if (this.#over) return
    this.release()
    this.#events.failed(problem)
  }
}
