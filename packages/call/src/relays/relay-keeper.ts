import type { Relays } from '@visita/protocol'
import type { Call } from '../call.ts'
import { Scope } from '../scope.ts'

export interface RelayKeeperOptions {
  call: Pick<Call, 'state'> & { useServers: (relays: Relays) => void }
  /** Those that the call began with. */
  relays: Relays
  /** Asks the server for new ones. */
  ask: () => Promise<Relays>
}

/** Renewed at this share of their life, so that there is time to ask again. */
const RENEW_AT = 0.75
const ASK_AGAIN = 5_000

/**
 * Keeps the credentials for the relays of a call good for as long as it lasts, and renews them at once where the
 * call has lost its way: a laptop may have slept past their end.
 */
export class RelayKeeper {
  readonly #options: RelayKeeperOptions
  readonly #scope = new Scope()
  #timer: ReturnType<typeof setTimeout> | undefined
  #relays: Relays
  #asking = false

  constructor(options: RelayKeeperOptions) {
    this.#options = options
    this.#relays = options.relays
    this.#plan(options.relays)
    const { state } = options.call
    const renewWhenBroken = (): void => {
      if (state.get().phase === 'interrupted') void this.#renew()
    }
    this.#scope.add(state.subscribe(renewWhenBroken))
    this.#scope.add(() => clearTimeout(this.#timer))
  }

  /** Those with the newest credentials. */
  get relays(): Relays {
    return this.#relays
  }

  /** The server has sent new ones unasked. */
  take(relays: Relays): void {
    if (this.#scope.disposed) return
    this.#relays = relays
    this.#options.call.useServers(relays)
    this.#plan(relays)
  }

  close(): void {
    this.#scope.dispose()
  }

  #plan({ life }: Relays): void {
    clearTimeout(this.#timer)
    if (life !== null) this.#renewIn(life * RENEW_AT)
  }

  #renewIn(delay: number): void {
    this.#timer = setTimeout(() => void this.#renew(), delay)
  }

  async #renew(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    try {
      this.take(await this.#options.ask())
    } catch {
      // Without a line, a new seat brings new ones; this is for a server that had no answer at this moment.
      clearTimeout(this.#timer)
      if (!this.#scope.disposed) this.#renewIn(ASK_AGAIN)
    } finally {
      this.#asking = false
    }
  }
}
