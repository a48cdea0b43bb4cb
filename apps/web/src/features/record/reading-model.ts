import { Store, type Readable } from '@visita/call'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

export type Reading<T> =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  | { status: 'read'; value: T }
  /** It may not be read any more, and what was read is gone from the page. */
  | { status: 'closed' }

/** Something of a record that a page reads and shows, until it is closed. */
export class ReadingModel<T> {
  readonly #read: () => Promise<T>
  readonly #state = new Store<Reading<T>>({ status: 'loading' })

  constructor(read: () => Promise<T>) {
    this.#read = read
  }

  get state(): Readable<Reading<T>> {
    return this.#state
  }

  /** What was read once stays when a later reading fails, as long as it may be read. */
  async load(): Promise<void> {
    try {
      this.#become({ status: 'read', value: await this.#read() })
    } catch (error) {
      const code = refusalCodeOf(error)
      const keeps = code === 'offline' && this.#state.get().status === 'read'
      if (!keeps) this.#become({ status: 'failed', code })
    }
  }

  close(): void {
    this.#state.set({ status: 'closed' })
  }

  /** An answer that comes after the closing is shown to nobody. */
  #become(next: Reading<T>): void {
    if (this.#state.get().status !== 'closed') this.#state.set(next)
  }
}
