/**
 * Lets the browser ask before the page is closed, as long as something would be lost by it. It listens only
 * then: a page that always asked could not be kept for the way back.
 */
export class LeavingGuard {
  readonly #page: EventTarget
  readonly #reasons = new Set<object>()

  constructor(page: EventTarget) {
    this.#page = page
  }

  /** Says of one thing whether it would be lost. */
  set(reason: object, wouldBeLost: boolean): void {
    if (wouldBeLost) this.#reasons.add(reason)
    else this.#reasons.delete(reason)
    if (this.#reasons.size > 0) this.#page.addEventListener('beforeunload', ask)
    else this.#page.removeEventListener('beforeunload', ask)
  }
}

// The browser has its own words for the question.
const ask = (event: Event): void => event.preventDefault()
