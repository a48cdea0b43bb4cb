/**
 * Many calls in a short time become one, `delayMs` after the first of them: for news that say only "look again".
 * Whoever makes one closes it.
 */
export class Coalesced {
  readonly #act: () => void
  readonly #delayMs: number
  #timer: NodeJS.Timeout | null = null

  constructor(act: () => void, delayMs: number) {
    this.#act = act
    this.#delayMs = delayMs
  }

  readonly call = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#act()
    }, this.#delayMs)
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }
}
