/**
 * Owns what must be released: listeners, timers, tracks, peers. Whoever opens something adds it here, and
 * one `dispose` on any exit path releases all of it, newest first. Adding to a disposed scope releases at
 * once, so that something that finished opening too late does not stay open.
 */
export class Scope {
  #release: (() => void)[] | null = []

  get disposed(): boolean {
    return this.#release === null
  }

  add(release: () => void): void {
    if (this.#release === null) release()
    else this.#release.push(release)
  }

  listen(target: EventTarget, event: string, handler: (event: Event) => void): void {
    target.addEventListener(event, handler)
    this.add(() => target.removeEventListener(event, handler))
  }

  dispose(): void {
    const release = this.#release ?? []
    this.#release = null
    for (const step of release.toReversed()) step()
  }
}
