import type { FileId } from '@visita/protocol'
import { Store, type Readable } from '../store.ts'
import { speed, withSample, type Sample } from './speed.ts'
import { advance, type Transfer, type TransferState } from './transfer.ts'

/** A page needs to hear of progress a few times a second; a fast line reports it forty times. */
const SHOW_EVERY = 200

interface Entry {
  transfer: Transfer
  samples: readonly Sample[]
  shownAt: number
}

/** All files of this visit, both ways, in the order in which they were offered. */
export class TransferList {
  readonly #entries = new Map<FileId, Entry>()
  readonly #shown = new Store<readonly Transfer[]>([])
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  get shown(): Readable<readonly Transfer[]> {
    return this.#shown
  }

  get(id: FileId): Transfer | undefined {
    return this.#entries.get(id)?.transfer
  }

  all(): Transfer[] {
    return Array.from(this.#entries.values(), ({ transfer }) => transfer)
  }

  add(transfer: Transfer): void {
    this.#entries.set(transfer.id, { transfer, samples: [], shownAt: Number.NEGATIVE_INFINITY })
    this.#show()
  }

  /** Ignored for what is over. */
  set(id: FileId, next: TransferState): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    const state = advance(entry.transfer.state, next)
    if (state === entry.transfer.state) return
    entry.transfer = { ...entry.transfer, state }
    this.#show()
  }

  /** `bytes` of the file are stored at the receiver. */
  progress(id: FileId, bytes: number): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    if (bytes >= entry.transfer.size) return this.set(id, { kind: 'checking' })
    const now = this.#now()
    if (entry.transfer.state.kind === 'moving' && now - entry.shownAt < SHOW_EVERY) return
    entry.shownAt = now
    entry.samples = withSample(entry.samples, { at: now, bytes })
    this.set(id, { kind: 'moving', bytes, bytesPerSecond: speed(entry.samples) })
  }

  #show(): void {
    this.#shown.set(this.all())
  }
}
