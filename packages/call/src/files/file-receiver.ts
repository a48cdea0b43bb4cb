import {
  FILE_PROGRESS_EVERY,
  LIMITS,
  parseFrame,
  type FileId,
  type FileMessage,
  type FileOffer,
  type FilePurpose,
} from '@visita/protocol'
import type { NewHasher } from './hasher.ts'
import { IncomingFile } from './incoming-file.ts'
import { safeFileName } from './safe-name.ts'
import { memorySink, type FileSink } from './sinks.ts'
import type { TransferList } from './transfer-list.ts'
import { isOver, isPicture, type Transfer, type TransferState } from './transfer.ts'

/** What the sender tells the receiver. */
export type SenderMessage = Extract<
  FileMessage,
  { type: 'offer' | 'unfinished' | 'complete' | 'cancel' | 'failed' }
>

/** A file of the other side that is whole and checked. `content` is `null` where it went to disk. */
export interface ReceivedFile {
  id: FileId
  name: string
  mediaType: string
  purpose: FilePurpose
  sha256: string
  content: Blob | null
}

export interface FileReceiverNeeds {
  list: TransferList
  tell: (message: FileMessage) => void
  newHasher: NewHasher
  onReceived: (received: ReceivedFile) => void
}

interface Incoming {
  readonly file: IncomingFile
  /** The number that the frames of this file carry at present. */
  stream: number
  acknowledged: number
}

/** The other side's files on their way to this one. */
export class FileReceiver {
  readonly #needs: FileReceiverNeeds
  readonly #accepted = new Map<FileId, Incoming>()
  readonly #streams = new Map<number, IncomingFile>()
  #lastStream = 0
  #unasked = 0

  constructor(needs: FileReceiverNeeds) {
    this.#needs = needs
  }

  handle(message: SenderMessage): void {
    switch (message.type) {
      case 'offer':
        return this.#offered(message)
      case 'unfinished':
        return this.#synchronise(new Set(message.ids))
      case 'complete':
        return this.#accepted.get(message.id)?.file.claim(message.sha256)
      case 'cancel':
        return this.#end(message.id, { kind: 'cancelled', by: 'other' })
      case 'failed':
        return this.#end(message.id, { kind: 'failed', problem: message.problem })
    }
  }

  /** Frames that are malformed or belong to nothing that is wanted now are ignored. */
  receive(message: ArrayBuffer): void {
    const frame = parseFrame(message)
    if (frame !== null) this.#streams.get(frame.stream)?.receive(frame.offset, frame.payload)
  }

  accept(id: FileId, chosen?: FileSink): boolean {
    const transfer = this.#needs.list.get(id)
    if (transfer?.direction !== 'in' || transfer.state.kind !== 'offered') {
      chosen?.abort().catch(() => undefined)
      return false
    }
    // A Blob that calls itself a page or a drawing could be made to run in ours.
    const { mediaType } = transfer
    const sink = chosen ?? memorySink(isPicture(mediaType) ? mediaType : 'application/octet-stream')
    const file = new IncomingFile(transfer.size, sink, this.#needs.newHasher(), {
      stored: (bytes) => this.#stored(id, bytes),
      complete: ({ sha256, content }) => this.#complete(transfer, sha256, content),
      failed: (problem) => {
        this.#needs.tell({ type: 'failed', id, problem })
        this.#end(id, { kind: 'failed', problem })
      },
    })
    this.#accepted.set(id, { file, stream: 0, acknowledged: 0 })
    this.#needs.list.progress(id, 0)
    this.#want(id)
    return true
  }

  decline(id: FileId): void {
    this.#needs.tell({ type: 'decline', id, reason: 'declined' })
    this.#end(id, { kind: 'declined', reason: 'declined' })
  }

  cancel(id: FileId): void {
    this.#needs.tell({ type: 'cancel', id })
    this.#end(id, { kind: 'cancelled', by: 'self' })
  }

  dispose(): void {
    for (const { file } of this.#accepted.values()) file.release()
    this.#accepted.clear()
    this.#streams.clear()
  }

  #offered(offer: FileOffer): void {
    const { list, tell } = this.#needs
    const { id, size, mediaType, purpose } = offer
    if (list.get(id) !== undefined) return
    const incoming = list.all().filter(({ direction }) => direction === 'in')
    const unfinished = incoming.filter(({ state }) => !isOver(state))
    const unasked = size <= LIMITS.fileUnasked && this.#unasked + size <= LIMITS.filesUnasked
    // A board image is not among the files, so nobody could be asked about it.
    const acceptable = unasked || purpose === 'file'
    if (
      !acceptable ||
      unfinished.length >= LIMITS.unfinishedFiles ||
      incoming.length >= LIMITS.filesPerVisit
    ) {
      return tell({ type: 'decline', id, reason: 'too_many' })
    }
    const name = safeFileName(offer.name)
    list.add({ id, direction: 'in', name, size, mediaType, purpose, state: { kind: 'offered' } })
    if (!unasked) return
    this.#unasked += size
    this.accept(id)
  }

  /** Answers where each of the sender's files stands; a file that it does not list will not come. */
  #synchronise(listed: ReadonlySet<FileId>): void {
    const { list, tell } = this.#needs
    for (const { id, direction, state } of list.all()) {
      const gone = direction === 'in' && !isOver(state) && !listed.has(id)
      // When every byte and the hash are here the sender is not needed any more.
      if (gone && this.#accepted.get(id)?.file.needsSender !== false) {
        this.#end(id, { kind: 'failed', problem: 'lost' })
      }
    }
    for (const id of listed) {
      const transfer = list.get(id)
      if (transfer === undefined) tell({ type: 'unknown', id })
      else if (transfer.direction === 'in') this.#answer(id, transfer.state)
    }
  }

  #answer(id: FileId, state: TransferState): void {
    const { tell } = this.#needs
    switch (state.kind) {
      case 'offered':
        return
      case 'moving':
      case 'checking':
        return this.#want(id)
      case 'done':
        return tell({ type: 'verified', id, sha256: state.sha256 })
      case 'declined':
        return tell({ type: 'decline', id, reason: state.reason })
      case 'cancelled':
        return tell({ type: 'cancel', id })
      case 'failed':
        return state.problem === 'lost' ? undefined : tell({ type: 'failed', id, problem: state.problem })
    }
  }

  #want(id: FileId): void {
    const incoming = this.#accepted.get(id)
    if (!incoming?.file.needsSender) return
    const { file } = incoming
    this.#streams.delete(incoming.stream)
    incoming.stream = this.#lastStream += 1
    this.#streams.set(incoming.stream, file)
    incoming.acknowledged = file.stored
    const { stream } = incoming
    this.#needs.tell({ type: 'want', id, stream, from: file.arrived, stored: file.stored })
  }

  #stored(id: FileId, bytes: number): void {
    const incoming = this.#accepted.get(id)
    const transfer = this.#needs.list.get(id)
    if (incoming === undefined || transfer === undefined) return
    this.#needs.list.progress(id, bytes)
    if (bytes < transfer.size && bytes - incoming.acknowledged < FILE_PROGRESS_EVERY) return
    incoming.acknowledged = bytes
    this.#needs.tell({ type: 'progress', id, stored: bytes })
  }

  #complete(transfer: Transfer, sha256: string, content: Blob | null): void {
    const { id, name, mediaType, purpose } = transfer
    this.#end(id, { kind: 'done', sha256, content })
    this.#needs.tell({ type: 'verified', id, sha256 })
    this.#needs.onReceived({ id, name, mediaType, purpose, sha256, content })
  }

  #end(id: FileId, state: TransferState): void {
    const transfer = this.#needs.list.get(id)
    if (transfer?.direction !== 'in') return
    const incoming = this.#accepted.get(id)
    if (incoming !== undefined) {
      incoming.file.release()
      this.#streams.delete(incoming.stream)
      this.#accepted.delete(id)
    }
    this.#needs.list.set(id, state)
  }
}
