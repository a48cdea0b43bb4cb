import { Store, type Readable } from '@visita/call'
import type { InvitationId, InvitationList } from '@visita/protocol'
import { accountApi } from '../../platform/account-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

export type OpenInvitation = InvitationList['invitations'][number]

export type InvitationsState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  /** The newest first. */
  | { status: 'listed'; invitations: readonly OpenInvitation[] }

/** The invitations that nobody has used yet: one's own, or for administrators everybody's. */
export class InvitationsModel {
  readonly #state = new Store<InvitationsState>({ status: 'loading' })

  get state(): Readable<InvitationsState> {
    return this.#state
  }

  async load(): Promise<void> {
    try {
      this.#state.set({ status: 'listed', invitations: await accountApi.openInvitations() })
    } catch (error) {
      this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** Throws `Refused`; one that was used or withdrawn meanwhile counts as gone. */
  async withdraw(id: InvitationId): Promise<void> {
    await accountApi.withdrawInvitation(id).catch((error: unknown) => {
      if (refusalCodeOf(error) !== 'not_found') throw error
    })
    await this.load()
  }
}
