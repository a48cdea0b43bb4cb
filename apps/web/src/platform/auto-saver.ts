import { Store, type Readable } from '@visita/call'
import { refusalCodeOf, type RefusalCode } from './refused.ts'

export type Saving =
  | { status: 'saved' }
  | { status: 'saving' }
  /** The line is away; it is tried again until it is back. */
  | { status: 'waiting' }
  /** Somebody else has written meanwhile: nothing more is sent until this is settled. */
  | { status: 'conflict' }
  | { status: 'refused'; code: RefusalCode }

/* After the last letter, and between two tries, in milliseconds. */
const PAUSE = 700
const AGAIN = 4_000

interface AutoSaverNeeds<T> {
  /** The revision that the page has read. */
  revision: number
  /** Writes in the place of revision `after`; repeating it changes nothing. Throws `Refused`. */
  save: (after: number, content: T) => Promise<number>
}

/** Keeps on the server what somebody types, as they type: one write at a time, the newest last. */
export class AutoSaver<T> {
  readonly #save: AutoSaverNeeds<T>['save']
  readonly #state = new Store<Saving>({ status: 'saved' })
  #revision: number
  #newest: { content: T } | null = null
  #underway: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor({ revision, save }: AutoSaverNeeds<T>) {
    this.#revision = revision
    this.#save = save
  }

  get state(): Readable<Saving> {
    return this.#state
  }

  get revision(): number {
    return this.#revision
  }

  write(content: T): void {
    this.#newest = { content }
    if (this.#state.get().status === 'conflict') return
    this.#state.set({ status: 'saving' })
    this.#sendIn(PAUSE)
  }

  /** Sends what is not sent yet now; resolves to whether all is on the server. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#timer)
    await this.#underway
    if (this.#newest !== null && this.#state.get().status !== 'conflict') await this.#send()
    return this.#newest === null
  }

  /** The page has read revision `revision`, and what is written next takes its place. */
  settle(revision: number): void {
    this.#revision = revision
    this.#state.set({ status: 'saved' })
    if (this.#newest !== null) this.write(this.#newest.content)
  }

  /** What is still to be sent is sent once more, and then nothing. */
  dispose(): void {
    clearTimeout(this.#timer)
    void this.flush()
  }

  #sendIn(pause: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), pause)
  }

  async #send(): Promise<void> {
    const sent = this.#newest
    if (sent === null) return
    this.#underway = this.#attempt(sent)
    await this.#underway
    this.#underway = null
  }

  async #attempt(sent: { content: T }): Promise<void> {
    this.#state.set({ status: 'saving' })
    try {
      this.#revision = await this.#save(this.#revision, sent.content)
      if (this.#newest !== sent) return this.#sendIn(PAUSE)
      this.#newest = null
      this.#state.set({ status: 'saved' })
    } catch (error) {
      const code = refusalCodeOf(error)
      if (code === 'conflict') return this.#state.set({ status: 'conflict' })
      if (code !== 'offline' && code !== 'unavailable') return this.#state.set({ status: 'refused', code })
      this.#state.set({ status: 'waiting' })
      this.#sendIn(AGAIN)
    }
  }
}
