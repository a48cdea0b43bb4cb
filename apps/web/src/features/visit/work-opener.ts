import { Scope, Store, type Readable } from '@visita/call'
import type { VisitWork } from './visit-work.ts'

/** The first picture has the line for itself for so long, in milliseconds. */
const FETCH_AFTER = 1_000
const FETCH_AGAIN = 3_000

/**
 * Fetches files and board, which the first picture does without: soon after the call stands, whether or not anybody
 * opens them, because the others may send and draw; and sooner where somebody does.
 */
export class WorkOpener {
  readonly #make: (work: typeof VisitWork) => VisitWork
  readonly #work = new Store<VisitWork | null>(null)
  readonly #scope = new Scope()
  #opening: Promise<VisitWork> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(make: (work: typeof VisitWork) => VisitWork) {
    this.#make = make
    this.#scope.add(() => clearTimeout(this.#timer))
  }

  /** Null until it is there. */
  get work(): Readable<VisitWork | null> {
    return this.#work
  }

  /** Rejects where the script cannot be had now. */
  async open(): Promise<VisitWork> {
    this.#opening ??= this.#fetch()
    try {
      return await this.#opening
    } catch (error) {
      this.#opening = null
      throw error
    }
  }

  /** The call stands. Said again, it puts nothing off. */
  fetchSoon(): void {
    if (this.#timer === undefined) this.#fetchIn(FETCH_AFTER)
  }

  close(): void {
    this.#scope.dispose()
  }

  #fetchIn(milliseconds: number): void {
    clearTimeout(this.#timer)
    if (this.#work.get() !== null || this.#scope.disposed) return
    this.#timer = setTimeout(() => {
      void this.open().catch(() => this.#fetchIn(FETCH_AGAIN))
    }, milliseconds)
  }

  async #fetch(): Promise<VisitWork> {
    const { VisitWork } = await import('./visit-work.ts')
    if (this.#scope.disposed) throw new Error('the visit is over')
    const work = this.#make(VisitWork)
    this.#scope.add(() => work.close())
    this.#work.set(work)
    return work
  }
}
