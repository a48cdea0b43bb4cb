import { Scope, Store, type Readable } from '@visita/call'
import type { PhotoId, PhotoMetadata } from '@visita/protocol'
import type { OutboxStore, WaitingPhoto } from '../../platform/outbox-store.ts'
import { Refused, refusalCodeOf } from '../../platform/refused.ts'

/** How it stands with a photograph that is on this device. */
export interface Outgoing extends WaitingPhoto {
  state:
    | { is: 'waiting' }
    /** How much of it is there, 0 to 1. */
    | { is: 'sending'; part: number }
    /** The server will not have it; `detail` as `photoRefusalSchema`, where that is the reason. */
    | { is: 'refused'; detail: string | null }
}

interface OutboxNeeds {
  openStore: () => Promise<OutboxStore & Disposable>
  upload: (content: Blob, metadata: PhotoMetadata, onPart: (part: number) => void) => Promise<void>
  /** Tells when the line is back. */
  online: { subscribe(onChange: () => void): () => void }
  /** Runs the work when no other tab does the same. */
  alone: (work: () => Promise<void>) => Promise<void>
}

/** Pause before trying again what did not get through, in milliseconds. */
const AGAIN = 10_000
/** What asking once more would not change. */
const FINAL = new Set(['photo_refused', 'not_found', 'conflict', 'forbidden', 'too_large', 'bad_request'])

/**
 * Sends what waits on this device, one after another and again until it is there (X8). The server keeps a photograph
 * once by the id that was made here, so that one which arrived without an answer is simply sent again.
 */
export class OutboxModel {
  readonly #needs: OutboxNeeds
  readonly #state = new Store<readonly Outgoing[]>([])
  /** Null while nobody follows it. */
  #scope: Scope | null = null
  #opening: Promise<OutboxStore & Disposable> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #sending = false

  constructor(needs: OutboxNeeds) {
    this.#needs = needs
  }

  get state(): Readable<readonly Outgoing[]> {
    return this.#state
  }

  /** Goes on where an earlier page left off, until the returned function is called. */
  start(): () => void {
    const scope = new Scope()
    this.#scope = scope
    scope.add(this.#needs.online.subscribe(() => void this.send()))
    scope.add(() => {
      clearTimeout(this.#timer)
      const opened = this.#opening
      this.#opening = null
      this.#scope = null
      void opened?.then((store) => store[Symbol.dispose]()).catch(() => undefined)
    })
    // Where the browser keeps nothing, adding says so; until then there is nothing to send.
    void this.#load().catch(() => undefined)
    return () => scope.dispose()
  }

  /** Once it returns the photograph is on this device, and is sent whatever happens to the page. */
  async add(photo: WaitingPhoto, content: Blob): Promise<void> {
    await (await this.#open()).add(photo, content)
    this.#state.update((all) => [...all, { ...photo, state: { is: 'waiting' } }])
    void this.send()
  }

  /** Takes one off this device that was not sent. */
  async remove(id: PhotoId): Promise<void> {
    await (await this.#open()).remove(id)
    this.#state.update((all) => all.filter((each) => each.id !== id))
  }

  /** Sends what waits; what does not get through is tried again by itself. */
  async send(): Promise<void> {
    if (this.#sending || this.#scope === null || this.#next() === undefined) return
    this.#sending = true
    clearTimeout(this.#timer)
    try {
      await this.#needs.alone(async () => {
        for (let next = this.#next(); next !== undefined; next = this.#next()) {
          if (!(await this.#sendOne(next))) break
        }
      })
    } finally {
      this.#sending = false
      if (this.#next() !== undefined && this.#scope !== null) {
        this.#timer = setTimeout(() => void this.send(), AGAIN)
      }
    }
  }

  /** Whether to go on with the next. */
  async #sendOne({ id, metadata }: Outgoing): Promise<boolean> {
    const store = await this.#open()
    const content = await store.read(id)
    if (content === null) {
      // Another tab has sent it.
      await this.remove(id)
      return true
    }
    try {
      this.#become(id, { is: 'sending', part: 0 })
      await this.#needs.upload(content, metadata, (part) => this.#become(id, { is: 'sending', part }))
      await this.remove(id)
      return true
    } catch (error) {
      const isFinal = FINAL.has(refusalCodeOf(error))
      const detail = error instanceof Refused ? error.detail : null
      this.#become(id, isFinal ? { is: 'refused', detail } : { is: 'waiting' })
      return isFinal
    }
  }

  #next(): Outgoing | undefined {
    return this.#state.get().find(({ state }) => state.is === 'waiting')
  }

  #become(id: PhotoId, state: Outgoing['state']): void {
    this.#state.update((all) => all.map((each) => (each.id === id ? { ...each, state } : each)))
  }

  async #load(): Promise<void> {
    const waiting = await (await this.#open()).list()
    const known = new Set(this.#state.get().map(({ id }) => id))
    const more = waiting.filter(({ id }) => !known.has(id))
    this.#state.update((all) => [
      ...all,
      ...more.map((each): Outgoing => ({ ...each, state: { is: 'waiting' } })),
    ])
    await this.send()
  }

  #open(): Promise<OutboxStore> {
    this.#opening ??= this.#needs.openStore()
    return this.#opening
  }
}
