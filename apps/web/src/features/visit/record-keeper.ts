import { Store, type Readable } from '@visita/call'
import { KeepingLane } from './keeping-lane.ts'

export interface KeepingState {
  /** How many things have not reached the record yet. */
  waiting: number
  /** Things that the server will never take; the person is told how many. */
  failed: number
}

/**
 * Brings what must be kept to the server, until it is there. Every task is safe to repeat, because its id was
 * made on this device. Files go beside the rest: a line of chat must not wait for a video of two gigabytes.
 */
export class RecordKeeper {
  readonly #state = new Store<KeepingState>({ waiting: 0, failed: 0 })
  readonly #words = new KeepingLane(() => this.#publish())
  readonly #files = new KeepingLane(() => this.#publish())

  get state(): Readable<KeepingState> {
    return this.#state
  }

  /** Keeps something small. A newer task with the same key replaces one that waits: only the last board matters. */
  keep(key: string, run: () => Promise<void>): void {
    this.#words.add({ key, run })
  }

  keepFile(key: string, run: () => Promise<void>): void {
    this.#files.add({ key, run })
  }

  /** Tries again now instead of after the pause: the line is back. */
  hurry(): void {
    this.#words.hurry()
    this.#files.hurry()
  }

  #publish(): void {
    const [words, files] = [this.#words, this.#files]
    this.#state.set({ waiting: words.waiting + files.waiting, failed: words.failed + files.failed })
  }
}
