import { Refused } from '../../platform/refused.ts'

export interface KeepingTask {
  key: string
  run: () => Promise<void>
}

const FIRST_DELAY = 500
const LONGEST_DELAY = 15_000

/* Refusals that the same request would meet again however often it is sent. Not `not_identified`: whoever says
   their name again can still keep what waits. */
const FINAL: ReadonlySet<string> = new Set([
  'bad_request',
  'too_large',
  'not_found',
  'not_invited',
  'visit_ended',
  'conflict',
])

/** Works off its tasks one after another, each until it is done or refused for good. */
export class KeepingLane {
  readonly #onChange: () => void
  #tasks: KeepingTask[] = []
  #failed = 0
  #running = false
  #delay = FIRST_DELAY
  #wake: (() => void) | null = null

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  get waiting(): number {
    return this.#tasks.length
  }

  get failed(): number {
    return this.#failed
  }

  add(task: KeepingTask): void {
    // The first task may be under way; it stays, and the newer one follows it.
    const [current, ...waiting] = this.#tasks
    const others = waiting.filter(({ key }) => key !== task.key)
    this.#tasks = [...(current ? [current] : []), ...others, task]
    this.#onChange()
    if (!this.#running) void this.#work()
  }

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
      if (outcome === 'never') this.#failed += 1
      this.#onChange()
    }
    this.#running = false
  }

  async #attempt(task: KeepingTask): Promise<'kept' | 'later' | 'never'> {
    try {
      await task.run()
      this.#delay = FIRST_DELAY
      return 'kept'
    } catch (error) {
      // What is no refusal is a fault on this page, which trying again would only repeat.
      return error instanceof Refused && !FINAL.has(error.code) ? 'later' : 'never'
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
}
