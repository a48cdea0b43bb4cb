import { Store, type Readable } from '@visita/call'
import { api } from '../../platform/api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

export type ProofState =
  | { status: 'none' }
  /** `code`: the account has a second factor, and one of its codes is wanted too. */
  | { status: 'asked'; code: boolean; sending: boolean; refused: RefusalCode | null }

/** Has the person show once more who they are, before something that cannot be undone (C22). */
export class ProofModel {
  readonly #state = new Store<ProofState>({ status: 'none' })
  #waiting: ((proven: boolean) => void)[] = []

  get state(): Readable<ProofState> {
    return this.#state
  }

  /** Resolves to whether they have; several who ask at once are answered by the same proof. */
  ask(): Promise<boolean> {
    if (this.#state.get().status === 'none') {
      this.#state.set({ status: 'asked', code: false, sending: false, refused: null })
    }
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  async give(password: string, code: string): Promise<void> {
    const asked = this.#state.get()
    if (asked.status === 'none' || asked.sending) return
    this.#state.set({ ...asked, sending: true, refused: null })
    try {
      await api.prove(code === '' ? { password } : { password, code })
      this.#settle(true)
    } catch (error) {
      this.#refuse(refusalCodeOf(error))
    }
  }

  /** In another way than with password and code, such as a passkey. Throws what `prove` throws. */
  async giveBy(prove: () => Promise<unknown>): Promise<void> {
    await prove()
    this.#settle(true)
  }

  dismiss(): void {
    this.#settle(false)
  }

  #refuse(refused: RefusalCode): void {
    const asked = this.#state.get()
    if (asked.status === 'none') return
    const wanted = refused === 'second_factor_needed'
    this.#state.set({
      ...asked,
      sending: false,
      code: asked.code || wanted,
      // The field that appears says what is wanted.
      refused: wanted && !asked.code ? null : refused,
    })
  }

  #settle(proven: boolean): void {
    this.#state.set({ status: 'none' })
    for (const resolve of this.#waiting.splice(0)) resolve(proven)
  }
}
