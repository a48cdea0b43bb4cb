import type { Person } from './people.ts'

interface Schema<T> {
  parse(answer: unknown): T
}

/** What a page would ask of the server, without the page, with the cookies of that browser. */
export class Asking {
  readonly #person: Person
  readonly #origin: string

  constructor(person: Person, origin: string) {
    this.#person = person
    this.#origin = origin
  }

  /** Throws where the server refuses. */
  async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.#person.page.request.fetch(this.#origin + path, {
      method,
      headers: { origin: this.#origin },
      ...(body === undefined ? {} : { data: body }),
    })
    if (!response.ok()) throw new Error(`${method} ${path} answers ${response.status()}`)
    return response.json()
  }

  /** Parses the answer. */
  async ask<T>(schema: Schema<T>, method: string, path: string, body?: unknown): Promise<T> {
    return schema.parse(await this.send(method, path, body))
  }
}
