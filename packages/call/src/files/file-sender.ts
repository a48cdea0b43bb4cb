import { LIMITS, type FileId, type FileMessage, type FilePurpose } from '@visita/protocol'
import type { Pipe } from '../pipe.ts'
import { BulkSender } from './bulk-sender.ts'
import type { NewHasher } from './hasher.ts'
import { OutgoingFile } from './outgoing-file.ts'
import { safeFileName } from './safe-name.ts'
import type { TransferList } from './transfer-list.ts'
import { isOver, type TransferState } from './transfer.ts'

/** What the receiver tells the sender. */
export type ReceiverMessage = Extract<
  FileMessage,
  { type: 'want' | 'progress' | 'decline' | 'unknown' | 'verified' | 'cancel' | 'failed' }
>

/** `too_large`: above the limit of files, or, for the board, of what arrives without asking. */
export type SendResult = { ok: true; id: FileId } | { ok: false; error: 'too_large' | 'too_many' }

export interface FileSenderNeeds {
  list: TransferList
  bulk: Pipe
  tell: (message: FileMessage) => void
  newHasher: NewHasher
  newId: () => FileId
  onSent: (sent: SentFile) => void
}

/** A file that the other side has whole. */
export interface SentFile {
  id: FileId
  file: File
  name: string
  purpose: FilePurpose
  sha256: string
}

interface Outgoing {
  file: File
  sending: OutgoingFile
}

/** This side's files on their way to the other. */
export class FileSender {
  readonly #needs: FileSenderNeeds
  readonly #bulk: BulkSender
  readonly #unfinished = new Map<FileId, Outgoing>()

  constructor(needs: FileSenderNeeds) {
    this.#needs = needs
    this.#bulk = new BulkSender(needs.bulk)
  }

  send(file: File, purpose: FilePurpose, id = this.#needs.newId()): SendResult {
    const limit = purpose === 'board' ? LIMITS.fileUnasked : LIMITS.fileSize
    if (file.size > limit) return { ok: false, error: 'too_large' }
    if (this.#unfinished.size >= LIMITS.unfinishedFiles) return { ok: false, error: 'too_many' }
    const { list, newHasher } = this.#needs
    const sending = new OutgoingFile(file, newHasher(), {
      ready: () => this.pump(),
      unreadable: () => {
        this.#needs.tell({ type: 'failed', id, problem: 'unreadable' })
        this.#end(id, { kind: 'failed', problem: 'unreadable' })
      },
    })
    this.#unfinished.set(id, { file, sending })
    list.add({
      id,
      direction: 'out',
      name: safeFileName(file.name),
      size: file.size,
      mediaType: file.type.slice(0, 127),
      purpose,
      state: { kind: 'offered' },
    })
    this.#offer(id)
    return { ok: true, id }
  }

  cancel(id: FileId): void {
    this.#needs.tell({ type: 'cancel', id })
    this.#end(id, { kind: 'cancelled', by: 'self' })
  }

  /** The channels are open: the other page may be a new one, or have missed anything. */
  synchronise(): void {
    const { list, tell } = this.#needs
    for (const { id, direction, state } of list.all()) {
      if (direction === 'out' && state.kind === 'cancelled' && state.by === 'self')
        tell({ type: 'cancel', id })
    }
    for (const { sending } of this.#unfinished.values()) sending.stop()
    tell({ type: 'unfinished', ids: Array.from(this.#unfinished.keys()) })
  }

  handle(message: ReceiverMessage): void {
    const outgoing = this.#unfinished.get(message.id)
    if (outgoing === undefined) return
    const { id } = message
    switch (message.type) {
      case 'want':
        return this.#start(id, outgoing, message)
      case 'progress':
        if (outgoing.sending.acknowledge(message.stored)) this.#needs.list.progress(id, message.stored)
        return this.pump()
      case 'unknown':
        outgoing.sending.stop()
        this.#needs.list.set(id, { kind: 'offered' })
        return this.#offer(id)
      case 'verified':
        return this.#verified(id, outgoing, message.sha256)
      case 'decline':
        return this.#end(id, { kind: 'declined', reason: message.reason })
      case 'cancel':
        return this.#end(id, { kind: 'cancelled', by: 'other' })
      case 'failed':
        return this.#end(id, { kind: 'failed', problem: message.problem })
    }
  }

  /** Sends what can be sent now. */
  pump(): void {
    this.#bulk.pump()
    for (const [id, { sending }] of this.#unfinished) {
      const sha256 = sending.takeCompletion()
      if (sha256 !== null) this.#needs.tell({ type: 'complete', id, sha256 })
    }
  }

  dispose(): void {
    for (const { sending } of this.#unfinished.values()) this.#release(sending)
    this.#unfinished.clear()
  }

  #offer(id: FileId): void {
    const transfer = this.#needs.list.get(id)
    if (transfer === undefined) return
    const { name, size, mediaType, purpose } = transfer
    this.#needs.tell({ type: 'offer', id, name, size, mediaType, purpose })
  }

  #start(id: FileId, { sending }: Outgoing, want: Extract<ReceiverMessage, { type: 'want' }>): void {
    if (!sending.start(want.stream, want.from, want.stored)) return
    this.#needs.list.progress(id, want.stored)
    this.#bulk.add(sending)
    this.pump()
  }

  #verified(id: FileId, { file, sending }: Outgoing, sha256: string): void {
    const transfer = this.#needs.list.get(id)
    if (transfer === undefined) return
    if (sha256 !== sending.sha256) return this.#end(id, { kind: 'failed', problem: 'mismatch' })
    this.#end(id, { kind: 'done', sha256, content: file })
    this.#needs.onSent({ id, file, name: transfer.name, purpose: transfer.purpose, sha256 })
  }

  #end(id: FileId, state: TransferState): void {
    const outgoing = this.#unfinished.get(id)
    if (outgoing === undefined || !isOver(state)) return
    this.#unfinished.delete(id)
    this.#release(outgoing.sending)
    this.#needs.list.set(id, state)
    // The turn of the one that ended is free.
    this.pump()
  }

  #release(sending: OutgoingFile): void {
    this.#bulk.remove(sending)
    sending.release()
  }
}
