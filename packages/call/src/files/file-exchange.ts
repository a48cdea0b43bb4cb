import { fileMessageSchema, type FileId, type FileMessage, type FilePurpose } from '@visita/protocol'
import { Emitter } from '../emitter.ts'
import { parseMessage } from '../parse-message.ts'
import type { Pipe, PipeData } from '../pipe.ts'
import { Scope } from '../scope.ts'
import type { Readable } from '../store.ts'
import { FileReceiver, type ReceivedFile } from './file-receiver.ts'
import { FileSender, type SendResult, type SentFile } from './file-sender.ts'
import type { NewHasher } from './hasher.ts'
import type { FileSink } from './sinks.ts'
import { TransferList } from './transfer-list.ts'
import { isOver, type Transfer } from './transfer.ts'

export interface FileExchangeEvents {
  /** The other side's file is here, whole and unchanged. */
  received: ReceivedFile
  /** The other side has this file, whole and unchanged. */
  sent: SentFile
}

export interface FileExchangeNeeds {
  files: Pipe
  bulk: Pipe
  newHasher: NewHasher
  /** Milliseconds. */
  now: () => number
  newId: () => FileId
}

/**
 * Files both ways between two people (A10), through cut connections: what is unfinished goes on when the
 * pipes open again. Small files arrive without asking; larger ones wait in `offered` for `accept`.
 */
export class FileExchange extends Emitter<FileExchangeEvents> {
  readonly transfers: Readable<readonly Transfer[]>
  readonly #sender: FileSender
  readonly #receiver: FileReceiver
  readonly #list: TransferList
  readonly #scope = new Scope()

  constructor({ files, bulk, newHasher, now, newId }: FileExchangeNeeds) {
    super()
    const list = new TransferList(now)
    const tell = (message: FileMessage): void => {
      files.send(JSON.stringify(message))
    }
    this.#list = list
    this.transfers = list.shown
    this.#sender = new FileSender({
      list,
      bulk,
      tell,
      newHasher,
      newId,
      onSent: (sent) => this.emit('sent', sent),
    })
    this.#receiver = new FileReceiver({
      list,
      tell,
      newHasher,
      onReceived: (received) => this.emit('received', received),
    })
    const synchronise = (): void => {
      if (files.isOpen && bulk.isOpen) this.#sender.synchronise()
    }
    this.#scope.add(files.on('open', synchronise))
    this.#scope.add(bulk.on('open', synchronise))
    this.#scope.add(bulk.on('drain', () => this.#sender.pump()))
    this.#scope.add(files.on('message', (data) => this.#handle(data)))
    this.#scope.add(
      bulk.on('message', (data) => {
        if (typeof data !== 'string') this.#receiver.receive(data)
      }),
    )
    synchronise()
  }

  /** `id`: where the same file is sent to somebody else too. */
  send(file: File, purpose: FilePurpose, id?: FileId): SendResult {
    return this.#sender.send(file, purpose, id)
  }

  /**
   * Takes an offered file into `sink`, or into memory where there is none. False, with the sink aborted,
   * when it is no longer on offer.
   */
  accept(id: FileId, sink?: FileSink): boolean {
    return this.#receiver.accept(id, sink)
  }

  /** Refuses an offered file. */
  decline(id: FileId): void {
    const transfer = this.#list.get(id)
    if (transfer?.direction === 'in' && transfer.state.kind === 'offered') this.#receiver.decline(id)
  }

  /** Stops a file of either direction; both sides let go of it. */
  cancel(id: FileId): void {
    const transfer = this.#list.get(id)
    if (transfer === undefined || isOver(transfer.state)) return
    if (transfer.direction === 'out') this.#sender.cancel(id)
    else this.#receiver.cancel(id)
  }

  /** Releases everything; files that are not finished are given up, and half-written ones removed. */
  dispose(): void {
    this.#scope.dispose()
    this.#sender.dispose()
    this.#receiver.dispose()
  }

  #handle(data: PipeData): void {
    const message = parseMessage(fileMessageSchema, data)
    switch (message?.type) {
      case undefined:
        return
      case 'offer':
      case 'unfinished':
      case 'complete':
        return this.#receiver.handle(message)
      case 'want':
      case 'progress':
      case 'decline':
      case 'unknown':
      case 'verified':
        return this.#sender.handle(message)
      case 'cancel':
      case 'failed':
        return this.#list.get(message.id)?.direction === 'out'
          ? this.#sender.handle(message)
          : this.#receiver.handle(message)
    }
  }
}
