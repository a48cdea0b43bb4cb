import { Store, type Readable } from '@visita/call'
import type { SessionId, SessionList } from '@visita/protocol'
import { accountApi } from '../../platform/account-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'

type OwnSession = SessionList['sessions'][number]

export type SessionsState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  /** This browser's own first, then the latest used. */
  | { status: 'listed'; sessions: readonly OwnSession[] }

/** Where somebody is signed in, and the ending of what is not theirs any more (C19). */
export class SessionsModel {
  readonly #state = new Store<SessionsState>({ status: 'loading' })

  get state(): Readable<SessionsState> {
    return this.#state
  }

  async load(): Promise<void> {
    try {
      const sessions = await accountApi.sessions()
      this.#state.set({ status: 'listed', sessions: sessions.toSorted(byUse) })
    } catch (error) {
      this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
    }
  }

  /** Throws `Refused`; what is over already counts as ended. */
  async end(id: SessionId): Promise<void> {
    await accountApi.endSession(id).catch((error: unknown) => {
      if (refusalCodeOf(error) !== 'not_found') throw error
    })
    await this.load()
  }

  /** Ends all but this browser's own, also those that were opened since the list was read. Throws `Refused`. */
  async endOthers(): Promise<void> {
    await accountApi.endOtherSessions()
    await this.load()
  }
}

const byUse = (a: OwnSession, b: OwnSession): number =>
  Number(b.current) - Number(a.current) || b.seenAt - a.seenAt
