import { Store, type Readable } from '@visita/call'
import { Refused } from '../../platform/refused.ts'

export interface KeepingState {
  /** How many things have not reached the record yet. */
  waiting: number
  /** Things that the server will never take; the person is told how many. */
  failed: number
}

interface Task {
  /** A newer task with the same key replaces one that waits: only the last board matters. */
  key: string
  run: () => Promise<void>
}

const FIRST_DELAY = 500
const LONGEST_DELAY = 15_000

/**
 * Brings what must be kept (chat, files, board) to the server, one after another, until it is there. Every
 * task is safe to repeat, because its id was made on this device.
 */
export class RecordKeeper {
  readonly #state = new Store<KeepingState>({ waiting: 0, failed: 0 })
  #tasks: Task[] = []
  #running = false
  #delay = FIRST_DELAY
  #wake: (() => void) | null = null

  get state(): Readable<KeepingState> {
    return this.#state
  }

  keep(key: string, run: () => Promise<void>): void {
    // The first task may be under way; it stays, and the newer one follows it.
    const [current, ...waiting] = this.#tasks
    const others = waiting.filter((task) => task.key !== key)
    this.#tasks = [...(current ? [current] : []), ...others, { key, run }]
    this.#publish()
    if (!this.#running) void this.#work()
  }

  /** Tries again now instead of after the pause: the line is back. */
  hurry(): void {
    this.#delay = FIRST_DELAY
    this.#wake?.()
  }

  async #work(): Promise<void> {
    this.#running = true
    for (let task = this.#tasks[0]; task; task = this.#tasks[0]) {
      const outcome = await this.#attempt(task)
      if (outcome === 'later') {
        await this.#pause()
        continue
      }
      this.#tasks = this.#tasks.filter((other) => other !== task)
      if (outcome === 'never') this.#state.update((state) => ({ ...state, failed: state.failed + 1 }))
      this.#publish()
    }
    this.#running = false
  }

  async #attempt(task: Task): Promise<'kept' | 'later' | 'never'> {
    try {
      await task.run()
      this.#delay = FIRST_DELAY
      return 'kept'
    } catch (error) {
      return error instanceof Refused && FINAL.has(error.code) ? 'never' : 'later'
    }
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#delay)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = null
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY)
  }

  #publish(): void {
    this.#state.update((state) => ({ ...state, waiting: this.#tasks.length }))
  }
}

/* Refusals that the same request would meet again however often it is sent. */
const FINAL: ReadonlySet<string> = new Set([
  'bad_request',
  'too_large',
  'not_found',
  'not_invited',
  'conflict',
  'not_identified',
])
