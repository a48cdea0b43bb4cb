import { Store, type Readable } from '@visita/call'
import type { ReadersPage } from '@visita/protocol'
import { recordApi } from '../../platform/record-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

export type OneReading = ReadersPage['reads'][number]

export type ReadersState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  /** The newest first. `next`: where to go on; null at the end. */
  | {
      status: 'listed'
      reads: readonly OneReading[]
      next: number | null
      more: 'idle' | 'loading' | RefusalCode
    }

/** For a patient: who else read my record (X7). */
export class ReadersModel {
  readonly #state = new Store<ReadersState>({ status: 'loading' })

  get state(): Readable<ReadersState> {
    return this.#state
  }

  /** Begins with the newest again. */
  async load(): Promise<void> {
    try {
      this.#state.set({ status: 'listed', more: 'idle', ...(await recordApi.readers(null)) })
    } catch (error) {
      this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** Goes on where the list ends. */
  async loadMore(): Promise<void> {
    const listed = this.#state.get()
    if (listed.status !== 'listed' || listed.next === null || listed.more === 'loading') return
    const loading: ReadersState = { ...listed, more: 'loading' }
    this.#state.set(loading)
    const after = await this.#after(listed, listed.next)
    // A list that has begun anew meanwhile does not go on here.
    if (this.#state.get() === loading) this.#state.set(after)
  }

  async #after(listed: Extract<ReadersState, { status: 'listed' }>, before: number): Promise<ReadersState> {
    try {
      const { reads, next } = await recordApi.readers(before)
      return { ...listed, more: 'idle', reads: [...listed.reads, ...reads], next }
    } catch (error) {
      return { ...listed, more: refusalCodeOf(error) }
    }
  }
}
