import { Store, type Readable } from '@visita/call'
import type { Invitation, LinkToken, RoomLink, SessionReply, VisitLink } from '@visita/protocol'
import { accountApi, type NewAccount } from '../../platform/account-api.ts'
import { hospitalApi } from '../../platform/hospital-api.ts'
import type { TokenLink } from '../../platform/link.ts'
import { refusalCodeOf, Refused, type RefusalCode } from '../../platform/refused.ts'
import { visitLinkApi } from '../../platform/visit-link-api.ts'

export type JoinState =
  | { status: 'looking' }
  /** The link is good as far as anybody can tell; those of the other kinds say for what before they are used. */
  | { status: 'open'; invitation: Invitation | null }
  | { status: 'expected'; visitLink: VisitLink }
  /** Into a visit that goes on. */
  | { status: 'at_room'; roomLink: RoomLink }
  /** Used, too old, or cut short on its way. */
  | { status: 'over' }
  | { status: 'unclear'; code: RefusalCode }
  /** The new password holds. */
  | { status: 'reset' }

/** What a link is good for, and its use. */
export class JoinModel {
  readonly kind: TokenLink['kind']
  readonly #token: LinkToken | null
  readonly #state = new Store<JoinState>({ status: 'looking' })

  constructor({ kind, token }: TokenLink) {
    this.kind = kind
    this.#token = token
  }

  get state(): Readable<JoinState> {
    return this.#state
  }

  async look(): Promise<void> {
    this.#state.set({ status: 'looking' })
    try {
      const token = this.#require()
      if (this.kind === 'visit') {
        return this.#state.set({ status: 'expected', visitLink: await visitLinkApi.look(token) })
      }
      if (this.kind === 'room') {
        return this.#state.set({ status: 'at_room', roomLink: await visitLinkApi.lookAtRoom(token) })
      }
      const invitation = this.kind === 'invite' ? await accountApi.lookAtInvitation(token) : null
      this.#state.set({ status: 'open', invitation })
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Makes the account, of the first administrator or of whoever was invited. Throws `Refused`, for the form. */
  join(account: NewAccount): Promise<SessionReply> {
    return this.#use((token) =>
      this.kind === 'setup' ? accountApi.setUp(token, account) : accountApi.acceptInvitation(token, account),
    )
  }

  /** Comes to the visit. Throws `Refused`. */
  come(): Promise<SessionReply> {
    return this.#use((token) => visitLinkApi.come(token))
  }

  /** Comes to the door of a visit that goes on. Throws `Refused`, for the form. */
  comeToRoom(displayName: string): Promise<SessionReply> {
    return this.#use((token) => visitLinkApi.comeToRoom(token, displayName))
  }

  /** The address of the hospital's own login, from where the invited come back with an account. Throws `Refused`. */
  joinByHospital(): Promise<string> {
    return this.#use((token) => hospitalApi.acceptInvitation(token))
  }

  /** Throws `Refused`, for the form. */
  async reset(password: string): Promise<void> {
    await this.#use((token) => accountApi.resetPassword(token, password))
    this.#state.set({ status: 'reset' })
  }

  /** Somebody may have used the link since it was looked at, in another tab perhaps. */
  async #use<T>(use: (token: LinkToken) => Promise<T>): Promise<T> {
    try {
      return await use(this.#require())
    } catch (error) {
      if (refusalCodeOf(error) === 'link_used') this.#fail(error)
      throw error
    }
  }

  #require(): LinkToken {
    if (this.#token === null) throw new Refused('link_used')
    return this.#token
  }

  #fail(error: unknown): void {
    const code = refusalCodeOf(error)
    this.#state.set(code === 'link_used' ? { status: 'over' } : { status: 'unclear', code })
  }
}
