import type { LineVerdict, PersonId } from '@visita/protocol'
import type { ConnectionMaker, Routing } from '../open-connection.ts'
import { Scope } from '../scope.ts'
import type { FrameCoder } from '../sealed/frame-coder.ts'
import type { Readable } from '../store.ts'
import type { Tracks } from '../tracks.ts'
import { ForwardedPerson, type ForwardedCall } from './forwarded-person.ts'
import type { ForwardingPort } from './forwarding-port.ts'
import { MediaKeys } from './media-keys.ts'
import { Upstream } from './upstream.ts'

export interface ForwardingOptions {
  self: PersonId
  port: ForwardingPort
  tracks: Readable<Tracks>
  /** Null where the browser cannot seal what it sends. */
  openCoder: () => FrameCoder | null
  /** Of this moment. */
  routing: () => Routing
  createConnection?: ConnectionMaker
}

/** From so many others on. With fewer, what each sends to each is less than what a forwarding server costs. */
const OTHERS = 4
/** Fewer than that for so long, in milliseconds, and it goes directly again. */
const FEW_FOR = 10_000
const TRY_AGAIN = 10_000
/** What is still on its way arrives, and the others ask for it directly, within milliseconds. */
const OVERLAP = 3_000

/**
 * From five people on each page sends its picture and sound once, to a server that forwards them, sealed so that only the
 * others can open them (X6). Everything else stays on the direct connections, and so do the keys. Where there is no such
 * server, or it is away, or a browser cannot seal, nothing changes.
 */
export class Forwarding {
  readonly #options: ForwardingOptions
  readonly #people = new Map<PersonId, ForwardedPerson>()
  readonly #scope = new Scope()
  readonly #keys: MediaKeys
  /** Undefined before it was asked for. */
  #coder: FrameCoder | null | undefined
  #isOn = false
  /** It is known that there is none, or none that this page can use. */
  #isMissing = false
  #publishing: readonly PersonId[] = []
  #up: Upstream | null = null
  #few: ReturnType<typeof setTimeout> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(options: ForwardingOptions) {
    this.#options = options
    this.#keys = new MediaKeys(() => this.#coderOrNull())
    this.#scope.add(() => this.#coder?.close())
    this.#scope.add(options.port.onPublishing((publishing) => this.#follow(publishing)))
    this.#scope.add(options.tracks.subscribe(() => this.#up?.useTracks(options.tracks.get())))
    this.#scope.add(() => this.#up?.close())
    this.#scope.add(() => this.#keys.end())
    this.#scope.add(() => clearTimeout(this.#few))
    this.#scope.add(() => clearTimeout(this.#retry))
  }

  /** Somebody is in the room, until the returned function is called. */
  attach(id: PersonId, call: ForwardedCall): () => void {
    const person = new ForwardedPerson(id, call, { port: this.#options.port, line: () => this.#line() })
    this.#people.set(id, person)
    const detachKeys = this.#keys.attach(id, call.pipes.control)
    person.follow(this.#publishing.includes(id))
    this.#reconsider()
    return () => {
      this.#people.delete(id)
      person.close()
      detachKeys()
      this.#reconsider()
    }
  }

  /** How the line is by which this page sends to all at once. */
  get verdict(): LineVerdict {
    return this.#up?.verdict ?? 'good'
  }

  /** The line to our own server is back: who sends may have changed meanwhile. */
  lookAgain(): void {
    if (this.#isOn) void this.#look()
  }

  close(): void {
    this.#scope.dispose()
  }

  #reconsider(): void {
    if (this.#scope.disposed) return
    const isMany = this.#people.size >= OTHERS
    if (isMany) clearTimeout(this.#few)
    if (isMany && !this.#isOn) this.#begin()
    else if (!isMany && this.#isOn) {
      clearTimeout(this.#few)
      this.#few = setTimeout(() => this.#end(), FEW_FOR)
    }
  }

  #begin(): void {
    if (this.#isMissing) return
    this.#isOn = true
    void this.#look()
  }

  async #look(): Promise<void> {
    clearTimeout(this.#retry)
    try {
      const { offered, publishing } = await this.#options.port.look()
      if (!this.#isOn || this.#scope.disposed) return
      // Without a server no worker is ever made.
      this.#isMissing = !offered || this.#coderOrNull() === null
      if (this.#isMissing) return this.#end()
      if (this.#up === null) this.#keys.begin()
      this.#follow(publishing)
      if (this.#up === null) this.#publish()
    } catch {
      this.#tryAgain()
    }
  }

  #publish(): void {
    const { self, tracks } = this.#options
    const line = this.#line()
    if (line === null) return
    const up = new Upstream(self, {
      ...line,
      tracks: tracks.get(),
      receivers: () => this.#people.size,
      onFailed: () => {
        if (this.#up !== up) return
        this.#up = null
        for (const person of this.#people.values()) person.sendDirectly()
        this.#tryAgain()
      },
    })
    this.#up = up
  }

  #tryAgain(): void {
    clearTimeout(this.#retry)
    if (this.#isOn && !this.#scope.disposed) this.#retry = setTimeout(() => void this.#look(), TRY_AGAIN)
  }

  #end(): void {
    if (!this.#isOn) return
    this.#isOn = false
    clearTimeout(this.#retry)
    this.#follow(this.#publishing)
    const up = this.#up
    this.#up = null
    if (up === null) return this.#keys.end()
    const release = (): void => {
      up.close()
      if (this.#isOn) return
      this.#keys.end()
      void this.#options.port.stop(this.#options.self).catch(() => undefined)
    }
    const overlap = setTimeout(release, OVERLAP)
    this.#scope.add(() => {
      clearTimeout(overlap)
      up.close()
    })
  }

  #follow(publishing: readonly PersonId[]): void {
    this.#publishing = publishing
    for (const [id, person] of this.#people) person.follow(publishing.includes(id))
  }

  #line() {
    const coder = this.#isOn && !this.#scope.disposed ? this.#coder : null
    const { port, routing, createConnection } = this.#options
    return coder ? { port, coder, routing: routing(), ...(createConnection && { createConnection }) } : null
  }

  #coderOrNull(): FrameCoder | null {
    if (this.#coder !== undefined) return this.#coder
    const coder = this.#options.openCoder()
    this.#coder = coder
    if (coder) {
      this.#scope.add(coder.onOpened((id) => this.#people.get(id)?.opened()))
      this.#scope.add(coder.onBroken(() => this.#break(coder)))
    }
    return coder
  }

  /** Nothing can be sealed or opened: it goes directly for as long as this page is open. */
  #break(coder: FrameCoder): void {
    this.#coder = null
    this.#isMissing = true
    this.#end()
    coder.close()
  }
}
