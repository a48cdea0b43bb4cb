import { Emitter, Scope, Store, type Readable } from '@visita/call'
import type { QueuedRequest } from '@visita/protocol'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import type { ServerSocket } from '../../platform/socket.ts'
import type { LobbyModel } from '../lobby/lobby-model.ts'

export type QueueState =
  | { status: 'looking' }
  | { status: 'failed'; code: RefusalCode }
  /** The urgent first, then as they came. */
  | { status: 'listed'; requests: readonly QueuedRequest[] }

interface QueueEvents {
  /** Somebody waits who did not a moment ago. */
  arrived: undefined
}

/** Those who wait for a visit, live (B1), for doctors and for those who look after the queue. */
export class QueueModel extends Emitter<QueueEvents> {
  readonly #state = new Store<QueueState>({ status: 'looking' })
  readonly #socket: ServerSocket
  readonly #lobby: LobbyModel
  /** The latest look; answers to earlier ones say what was. */
  #looks = 0

  constructor({ socket, lobby }: { socket: ServerSocket; lobby: LobbyModel }) {
    super()
    this.#socket = socket
    this.#lobby = lobby
  }

  get state(): Readable<QueueState> {
    return this.#state
  }

  /** Follows the queue until the returned function is called. */
  start(): () => void {
    const scope = new Scope()
    const look = (): void => void this.look()
    scope.add(this.#socket.on('queue:changed', look))
    scope.add(
      this.#socket.state.subscribe(() => {
        if (this.#socket.state.get().status === 'online') look()
      }),
    )
    look()
    return () => scope.dispose()
  }

  async look(): Promise<void> {
    this.#looks += 1
    const mine = this.#looks
    try {
      const { requests } = await this.#socket.request('queue:look', {})
      if (mine === this.#looks) this.#show(requests)
    } catch (error) {
      const code = refusalCodeOf(error)
      // Without a line what was true a moment ago is shown, and asked for again when there is one.
      if (mine === this.#looks && code !== 'offline') this.#state.set({ status: 'failed', code })
    }
  }

  /** Rings the patient; what comes of it is in the lobby's state, as with every ring. */
  async call({ id, patient }: QueuedRequest): Promise<void> {
    await this.#lobby.call(patient, () => this.#socket.request('queue:accept', { requestId: id }))
    void this.look()
  }

  #show(requests: readonly QueuedRequest[]): void {
    const before = this.#state.get()
    this.#state.set({ status: 'listed', requests })
    if (before.status !== 'listed') return
    const known = new Set(before.requests.map(({ id }) => id))
    if (requests.some(({ id }) => !known.has(id))) this.emit('arrived', undefined)
  }
}
