/** A value that tells its readers when it changes; the shape React's `useSyncExternalStore` wants. */
export interface Readable<T> {
  get(): T
  /** Calls back after each change until the returned function is called. */
  subscribe(onChange: () => void): () => void
}

export class Store<T> implements Readable<T> {
  #value: T
  readonly #listeners = new Set<() => void>()

  constructor(initial: T) {
    this.#value = initial
  }

  readonly get = (): T => this.#value

  readonly subscribe = (onChange: () => void): (() => void) => {
    this.#listeners.add(onChange)
    return () => this.#listeners.delete(onChange)
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    for (const listener of Array.from(this.#listeners)) listener()
  }

  update(change: (value: T) => T): void {
    this.set(change(this.#value))
  }
}
