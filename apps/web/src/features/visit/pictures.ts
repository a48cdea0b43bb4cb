import { Scope, Store, type Readable } from '@visita/call'
import type { Picture, Seat, Shown } from '@visita/protocol'
import { refusalCodeOf, type RefusalCode } from '../../platform/refused.ts'
import type { ServerSocket } from '../../platform/socket.ts'
import type { Arrangement } from './arrange.ts'

/** How this person wants the pictures, and which one a doctor shows large to all (B26). */
export class Pictures {
  readonly arrangement = new Store<Arrangement>('alike')
  readonly pinned = new Store<Picture | null>(null)
  readonly #shown: Store<Shown | null>
  readonly #problem = new Store<RefusalCode | null>(null)
  readonly #socket: ServerSocket
  readonly #seat: Seat
  readonly #scope = new Scope()

  constructor(socket: ServerSocket, seat: Seat) {
    this.#socket = socket
    this.#seat = seat
    this.#shown = new Store(seat.shown)
    this.#scope.add(
      socket.on('room:shown', ({ roomId, shown }) => {
        if (roomId === seat.roomId) this.take(shown)
      }),
    )
  }

  get shown(): Readable<Shown | null> {
    return this.#shown
  }

  /** Why the last one could not be shown to all. */
  get problem(): Readable<RefusalCode | null> {
    return this.#problem
  }

  /** Whether this person may choose for all. */
  get choosesForAll(): boolean {
    return this.#seat.self.role === 'doctor'
  }

  take(shown: Shown | null): void {
    this.#shown.set(shown)
  }

  /** Shows this picture large to all; null lets everybody choose again. */
  async show(picture: Picture | null): Promise<void> {
    this.#problem.set(null)
    try {
      await this.#socket.request('room:show', { roomId: this.#seat.roomId, picture })
    } catch (error) {
      this.#problem.set(refusalCodeOf(error))
    }
  }

  close(): void {
    this.#scope.dispose()
  }
}
