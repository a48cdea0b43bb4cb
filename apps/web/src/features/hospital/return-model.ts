import { Store, type Readable } from '@visita/call'
import type { SessionReply } from '@visita/protocol'
import { hospitalApi } from '../../platform/hospital-api.ts'
import { refusalCodeOf, Refused, type RefusalCode } from '../../platform/refused.ts'

export type ReturnState =
  | { status: 'answering' }
  /** `detail` names what was wrong, where the code alone would not tell. */
  | { status: 'failed'; code: RefusalCode; detail: string | null }

/** Somebody who came back from the hospital's own login, and what their clinic makes of it. */
export class ReturnModel {
  readonly #answer: string
  readonly #enter: (reply: SessionReply, page: string | null) => void
  readonly #state = new Store<ReturnState>({ status: 'answering' })
  #sent = false

  constructor(answer: string, enter: (reply: SessionReply, page: string | null) => void) {
    this.#answer = answer
    this.#enter = enter
  }

  get state(): Readable<ReturnState> {
    return this.#state
  }

  /** Once, however often it is asked: an answer is good once. */
  async send(): Promise<void> {
    if (this.#sent) return
    this.#sent = true
    try {
      const { reply, page } = await hospitalApi.answer(this.#answer)
      this.#enter(reply, page)
    } catch (error) {
      const detail = error instanceof Refused ? error.detail : null
      this.#state.set({ status: 'failed', code: refusalCodeOf(error), detail })
    }
  }
}
