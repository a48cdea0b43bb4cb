import { Store, type Readable } from '@visita/call'
import type { VisitLinkId, VisitLinkList } from '@visita/protocol'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import { visitLinkApi } from '../../platform/visit-link-api.ts'

export type OpenVisitLink = VisitLinkList['visitLinks'][number]

export type VisitLinksState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  /** The newest first. */
  | { status: 'listed'; visitLinks: readonly OpenVisitLink[] }

/** The links to one visit that this person has made, as long as they admit. */
export class VisitLinksModel {
  readonly #state = new Store<VisitLinksState>({ status: 'loading' })

  get state(): Readable<VisitLinksState> {
    return this.#state
  }

  async load(): Promise<void> {
    try {
      this.#state.set({ status: 'listed', visitLinks: await visitLinkApi.open() })
    } catch (error) {
      this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** Throws `Refused`; one that is over or withdrawn meanwhile counts as gone. */
  async withdraw(id: VisitLinkId): Promise<void> {
    await visitLinkApi.withdraw(id).catch((error: unknown) => {
      if (refusalCodeOf(error) !== 'not_found') throw error
    })
    await this.load()
  }
}
