/** Typed events: `Events` maps each name to its payload. */
export class Emitter<Events extends object> {
  readonly #handlers: { [E in keyof Events]?: Set<(payload: Events[E]) => void> } = {}

  /** Returns the function that unsubscribes. */
  on<E extends keyof Events>(event: E, handler: (payload: Events[E]) => void): () => void {
    const handlers = (this.#handlers[event] ??= new Set())
    handlers.add(handler)
    return () => handlers.delete(handler)
  }

  /** Returns whether anybody listened. */
  emit<E extends keyof Events>(event: E, payload: Events[E]): boolean {
    // A copy, because a handler may unsubscribe itself or others.
    const handlers = Array.from(this.#handlers[event] ?? [])
    for (const handler of handlers) handler(payload)
    return handlers.length > 0
  }
}
