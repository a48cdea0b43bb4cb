import { Store, type Readable } from '@visita/call'
import type { PasskeyId, SecondFactor } from '@visita/protocol'
import { accountApi } from '../../platform/account-api.ts'
import { passkeyApi } from '../../platform/passkey-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

export type FactorsState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  /** `newCodes`: recovery codes that were just made, and are shown this once. */
  | { status: 'listed'; factors: SecondFactor; newCodes: readonly string[] }

/** With what somebody shows who they are besides the password (C22). What changes it throws `Refused`. */
export class FactorsModel {
  readonly #state = new Store<FactorsState>({ status: 'loading' })

  get state(): Readable<FactorsState> {
    return this.#state
  }

  async load(): Promise<void> {
    try {
      await this.#list([])
    } catch (error) {
      this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** With the first second factor come recovery codes. */
  async addPasskey(name: string): Promise<void> {
    const { codes } = await passkeyApi.enrol(name)
    await this.#list(codes)
  }

  async removePasskey(id: PasskeyId): Promise<void> {
    await accountApi.removePasskey(id)
    await this.#list([])
  }

  async removeTotp(): Promise<void> {
    await accountApi.removeTotp()
    await this.#list([])
  }

  async renewRecoveryCodes(): Promise<void> {
    await this.#list(await accountApi.renewRecoveryCodes())
  }

  /** The new codes are put away where their owner keeps them. */
  keptCodes(): void {
    this.#state.update((state) => (state.status === 'listed' ? { ...state, newCodes: [] } : state))
  }

  async #list(newCodes: readonly string[]): Promise<void> {
    const before = this.#state.get()
    // New codes are shown whether or not the list can be read after them.
    if (before.status === 'listed') this.#state.set({ ...before, newCodes })
    this.#state.set({ status: 'listed', factors: await accountApi.secondFactor(), newCodes })
  }
}
