import { Scope, Store, type Readable } from '@visita/call'
import type { MakeRequest, OwnRequest, RequestId } from '@visita/protocol'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import { requestApi } from '../../platform/request-api.ts'
import type { ServerSocket } from '../../platform/socket.ts'

export type RequestState =
  | { status: 'looking' }
  | { status: 'failed'; code: RefusalCode }
  /** Nothing is asked for; `withdrawn`: no longer, because this person has just said so here. */
  | { status: 'none'; withdrawn: boolean }
  | { status: 'waiting'; request: OwnRequest }

/** The expected wait is shorter after a while even when nothing has happened. */
const LOOK_AGAIN_MS = 30_000

interface RequestNeeds {
  socket: ServerSocket
  newId: () => RequestId
  /** It is over, and not by this page: a doctor may have answered it in another tab. */
  onOver: () => void
}

/** One's own request for a visit, and its place in the queue, live (B1). */
export class RequestModel {
  readonly #state = new Store<RequestState>({ status: 'looking' })
  readonly #needs: RequestNeeds
  /** Of what was not sent yet, so that sending it twice asks once. */
  #unsent: RequestId
  /** The latest look; answers to earlier ones say what was. */
  #looks = 0

  constructor(needs: RequestNeeds) {
    this.#needs = needs
    this.#unsent = needs.newId()
  }

  get state(): Readable<RequestState> {
    return this.#state
  }

  /** Follows the queue until the returned function is called. */
  start(): () => void {
    const { socket } = this.#needs
    const scope = new Scope()
    const look = (): void => void this.look()
    scope.add(socket.on('request:changed', look))
    scope.add(
      socket.state.subscribe(() => {
        if (socket.state.get().status === 'online') look()
      }),
    )
    const timer = setInterval(() => {
      if (this.#state.get().status === 'waiting') look()
    }, LOOK_AGAIN_MS)
    scope.add(() => clearInterval(timer))
    look()
    return () => scope.dispose()
  }

  async look(): Promise<void> {
    this.#looks += 1
    const mine = this.#looks
    try {
      const { request } = await this.#needs.socket.request('request:look', {})
      if (mine === this.#looks) this.#show(request)
    } catch (error) {
      const code = refusalCodeOf(error)
      // Without a line what was true a moment ago is shown, and asked for again when there is one.
      if (mine === this.#looks && code !== 'offline') this.#state.set({ status: 'failed', code })
    }
  }

  /** Throws `Refused`, for the form to show. */
  async send(request: MakeRequest): Promise<void> {
    try {
      await requestApi.make(this.#unsent, request)
    } catch (error) {
      // Perhaps only the answer was lost, or another tab was faster.
      await this.look()
      if (this.#state.get().status !== 'waiting') throw error
      return
    }
    this.#unsent = this.#needs.newId()
    this.#state.set({ status: 'looking' })
    await this.look()
  }

  /** Throws `Refused`. */
  async withdraw(): Promise<void> {
    const state = this.#state.get()
    if (state.status !== 'waiting') return
    try {
      await requestApi.withdraw(state.request.id)
    } catch (error) {
      if (refusalCodeOf(error) !== 'request_over') throw error
      return this.look()
    }
    this.#looks += 1
    this.#state.set({ status: 'none', withdrawn: true })
  }

  #show(request: OwnRequest | null): void {
    const before = this.#state.get()
    if (request) return this.#state.set({ status: 'waiting', request })
    if (before.status === 'none') return
    this.#state.set({ status: 'none', withdrawn: false })
    if (before.status === 'waiting') this.#needs.onOver()
  }
}
