import { Scope, Store, type Readable } from '@visita/call'
import type { BreakGlassAccess, BreakGlassId, Verdict } from '@visita/protocol'
import { recordApi } from '../../platform/record-api.ts'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import type { ServerSocket } from '../../platform/socket.ts'

export type ReviewsState =
  | { status: 'loading' }
  | { status: 'failed'; code: RefusalCode }
  /** The newest first. */
  | { status: 'listed'; waiting: readonly BreakGlassAccess[]; judged: readonly BreakGlassAccess[] }

/** For the privacy officer: accesses against the rule, and the verdicts on them (X7, C41). */
export class ReviewsModel {
  readonly #socket: ServerSocket
  readonly #state = new Store<ReviewsState>({ status: 'loading' })

  constructor(socket: ServerSocket) {
    this.#socket = socket
  }

  get state(): Readable<ReviewsState> {
    return this.#state
  }

  /** Keeps the list as it is on the server until the returned function is called. */
  follow(): () => void {
    const scope = new Scope()
    scope.add(this.#socket.on('access:changed', () => void this.load()))
    scope.add(
      this.#socket.state.subscribe(() => {
        if (this.#socket.state.get().status === 'online') void this.load()
      }),
    )
    void this.load()
    return () => scope.dispose()
  }

  async load(): Promise<void> {
    try {
      const accesses = await recordApi.accesses()
      this.#state.set({
        status: 'listed',
        waiting: accesses.filter(({ verdict }) => verdict === null),
        judged: accesses.filter(({ verdict }) => verdict !== null),
      })
    } catch (error) {
      // What was listed stays while the line is away.
      if (this.#state.get().status !== 'listed') {
        this.#state.set({ status: 'failed', code: refusalCodeOf(error) })
      }
    }
  }

  /** Once for each access. Throws `Refused`; as `conflict` when another officer was faster. */
  async judge(id: BreakGlassId, verdict: Verdict): Promise<void> {
    try {
      await recordApi.giveVerdict(id, verdict)
    } finally {
      await this.load()
    }
  }
}
