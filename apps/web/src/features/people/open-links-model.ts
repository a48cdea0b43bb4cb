import { Store, type Readable } from '@visita/call'
import { accountApi } from '../../platform/account-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import { visitLinkApi } from '../../platform/visit-link-api.ts'

export type OpenLinksState<L> =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  /** The newest first. */
  | { status: 'listed'; links: readonly L[] }

interface OpenLinksApi<L extends { id: string }> {
  read: () => Promise<readonly L[]>
  withdraw: (id: L['id']) => Promise<void>
}

/** Links that were handed over and still admit somebody; each can be taken back. */
export class OpenLinksModel<L extends { id: string }> {
  readonly #state = new Store<OpenLinksState<L>>({ status: 'loading' })
  readonly #api: OpenLinksApi<L>

  constructor(api: OpenLinksApi<L>) {
    this.#api = api
  }

  get state(): Readable<OpenLinksState<L>> {
    return this.#state
  }

  async load(): Promise<void> {
    try {
      this.#state.set({ status: 'listed', links: await this.#api.read() })
    } catch (error) {
      this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** Looks again while the page is open: links are used meanwhile. Where that fails, what was listed stays. */
  async refresh(): Promise<void> {
    const links = await this.#api.read().catch(() => null)
    if (links !== null) this.#state.set({ status: 'listed', links })
  }

  /** Throws `Refused`; one that was used, is over, or was withdrawn meanwhile counts as gone. */
  async withdraw(id: L['id']): Promise<void> {
    await this.#api.withdraw(id).catch((error: unknown) => {
      if (refusalCodeOf(error) !== 'not_found') throw error
    })
    await this.load()
  }
}

/** The invitations that nobody has used yet: one's own, or for administrators everybody's. */
export const openInvitations = () =>
  new OpenLinksModel({
    read: () => accountApi.openInvitations(),
    withdraw: (id) => accountApi.withdrawInvitation(id),
  })

/** The links to one visit that this person has made, as long as they admit. */
export const openVisitLinks = () =>
  new OpenLinksModel({ read: () => visitLinkApi.open(), withdraw: (id) => visitLinkApi.withdraw(id) })
