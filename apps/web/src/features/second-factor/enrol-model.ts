import { Store, type Readable } from '@visita/call'
import type { SessionReply } from '@visita/protocol'
import { accountApi } from '../../platform/account-api.ts'
import { passkeyApi } from '../../platform/passkey-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

export type EnrolState =
  | { status: 'asking' }
  | { status: 'failed'; code: RefusalCode }
  /** `uri` is what the picture says: to scan with an authenticator app, which then makes codes. */
  | { status: 'offered'; secret: string; uri: string }
  /** A first code was right. The recovery codes are shown this once. */
  | { status: 'enrolled'; recoveryCodes: readonly string[]; reply: SessionReply }

/** How somebody comes to a second factor: scan, show a first code, keep the recovery codes (C22). */
export class EnrolModel {
  readonly #state = new Store<EnrolState>({ status: 'asking' })

  get state(): Readable<EnrolState> {
    return this.#state
  }

  async begin(): Promise<void> {
    this.#state.set({ status: 'asking' })
    try {
      this.#state.set({ status: 'offered', ...(await accountApi.proposeTotp()) })
    } catch (error) {
      this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** In the place of codes. Throws `Refused`, for the button; `name` tells it from others. */
  async makePasskey(name: string): Promise<void> {
    const { codes, reply } = await passkeyApi.enrol(name)
    this.#state.set({ status: 'enrolled', recoveryCodes: codes, reply })
  }

  /** Throws `Refused`, for the form; the picture stays good until a code of it was right. */
  async confirm(code: string): Promise<void> {
    const offered = this.#state.get()
    if (offered.status !== 'offered') return
    const { codes, reply } = await accountApi.confirmTotp(offered.secret, code)
    this.#state.set({ status: 'enrolled', recoveryCodes: codes, reply })
  }
}
