import { Store, type Readable } from '@visita/call'
import type { TimelineEntry, TimelineKind, TimelinePage } from '@visita/protocol'
import type { TimelineQuestion } from '../../platform/timeline-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

/** What is shown of a timeline. */
export interface Shown {
  /** Null for everything. */
  kind: TimelineKind | null
  /** The newest first. */
  entries: readonly TimelineEntry[]
  /** Where the rest begins; null when all of it is here. */
  next: string | null
  /** How it stands with the rest. */
  more: 'idle' | 'loading' | RefusalCode
}

export type TimelineState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  | ({ status: 'shown' } & Shown)
  /** It may not be read any more, and what was read is gone from the page. */
  | { status: 'closed' }

/* As many as fill a page, and as many as one answer holds. */
const PAGE = 30
const LARGE_PAGE = 500

/** The timeline of a case, read from the newest on, as far as somebody wants to look. */
export class TimelineModel {
  readonly #read: (question: TimelineQuestion) => Promise<TimelinePage>
  readonly #state = new Store<TimelineState>({ status: 'loading' })
  /** Counts what was asked for: an answer to an earlier choice is shown to nobody. */
  #asked = 0

  constructor(read: (question: TimelineQuestion) => Promise<TimelinePage>) {
    this.#read = read
  }

  get state(): Readable<TimelineState> {
    return this.#state
  }

  async show(kind: TimelineKind | null): Promise<void> {
    const asked = (this.#asked += 1)
    this.#become(asked, { status: 'loading' })
    try {
      const page = await this.#read({ kind, before: null, limit: PAGE })
      this.#become(asked, { status: 'shown', kind, ...page, more: 'idle' })
    } catch (error) {
      this.#become(asked, { status: 'failed', code: refusalCodeOf(error) })
    }
  }

  async showMore(): Promise<void> {
    await this.#readOn(PAGE)
  }

  /** All of it, as it is printed; resolves to whether it is here. */
  async showAll(): Promise<boolean> {
    for (;;) {
      const state = this.#state.get()
      if (state.status !== 'shown' || state.next === null) return state.status === 'shown'
      // oxlint-disable-next-line eslint/no-await-in-loop -- each page begins where the one before has ended
      if (!(await this.#readOn(LARGE_PAGE))) return false
    }
  }

  close(): void {
    this.#asked += 1
    this.#state.set({ status: 'closed' })
  }

  /** Resolves to whether there is more than before. */
  async #readOn(limit: number): Promise<boolean> {
    const state = this.#state.get()
    if (state.status !== 'shown' || state.next === null || state.more === 'loading') return false
    const asked = this.#asked
    this.#become(asked, { ...state, more: 'loading' })
    try {
      const { entries, next } = await this.#read({ kind: state.kind, before: state.next, limit })
      this.#become(asked, { ...state, entries: [...state.entries, ...entries], next, more: 'idle' })
      return asked === this.#asked
    } catch (error) {
      this.#become(asked, { ...state, more: refusalCodeOf(error) })
      return false
    }
  }

  #become(asked: number, state: TimelineState): void {
    if (asked === this.#asked && this.#state.get().status !== 'closed') this.#state.set(state)
  }
}
