import type { Call } from '../call.ts'
import { Scope } from '../scope.ts'
import { Store, type Readable } from '../store.ts'
import { causeOf, type Cause } from './cause.ts'
import type { Probe } from './probe.ts'

export interface CauseFinderOptions {
  call: Pick<Call, 'state'>
  /** Tries all ways that are offered now; bounded. */
  look: (signal: AbortSignal) => Promise<readonly Probe[]>
}

/** Calls that come up by themselves do so earlier, and most breaks heal earlier. With the look: under ten seconds. */
const LOOK_AFTER = 5_000
/** The person may have changed the network by our advice. */
const LOOK_AGAIN = 10_000

/** Finds out why a call is not connected, while it is not. */
export class CauseFinder {
  readonly #options: CauseFinderOptions
  readonly #cause = new Store<Cause | null>(null)
  readonly #scope = new Scope()
  #trouble: Scope | null = null

  constructor(options: CauseFinderOptions) {
    this.#options = options
    this.#scope.add(options.call.state.subscribe(() => this.#follow()))
    this.#scope.add(() => this.#trouble?.dispose())
    this.#follow()
  }

  /** Null while the call is connected, and until it is known. */
  get cause(): Readable<Cause | null> {
    return this.#cause
  }

  close(): void {
    this.#scope.dispose()
  }

  #follow(): void {
    const { phase } = this.#options.call.state.get()
    const troubled = phase === 'connecting' || phase === 'interrupted'
    if (troubled === (this.#trouble !== null)) return
    this.#trouble?.dispose()
    this.#trouble = troubled ? new Scope() : null
    if (this.#trouble) this.#lookIn(LOOK_AFTER, this.#trouble)
    else this.#cause.set(null)
  }

  #lookIn(delay: number, trouble: Scope): void {
    const timer = setTimeout(() => void this.#look(trouble), delay)
    trouble.add(() => clearTimeout(timer))
  }

  async #look(trouble: Scope): Promise<void> {
    const ending = new AbortController()
    trouble.add(() => ending.abort())
    const probes = await this.#options.look(ending.signal)
    if (trouble.disposed) return
    this.#cause.set(causeOf(probes))
    this.#lookIn(LOOK_AGAIN, trouble)
  }
}
