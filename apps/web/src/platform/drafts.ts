/**
 * What somebody has typed and not sent yet, in this page's memory alone: it outlives being signed out for
 * inactivity, and nothing else. Passwords and codes have no place here.
 */
export class Drafts {
  readonly #texts = new Map<string, string>()

  read(name: string): string {
    return this.#texts.get(name) ?? ''
  }

  write(name: string, text: string): void {
    if (text === '') this.#texts.delete(name)
    else this.#texts.set(name, text)
  }

  forget(): void {
    this.#texts.clear()
  }
}
