import { Emitter, type SignallingPort } from '@visita/call'
import type { PersonId, RoomId, Signal } from '@visita/protocol'
import { refusalCodeOf } from '../../platform/refused.ts'
import type { ServerSocket } from '../../platform/socket.ts'

interface PortEvents {
  signal: Signal
  reachable: undefined
  /** The server says that this page has no seat in the room any more. */
  unseated: undefined
  /** A hello has no answer yet: the other page may have gone, or the socket may be dead. */
  unanswered: undefined
}

/** Milliseconds. Some round trips take longer; all that comes of it is that the server is asked, too. */
const ANSWERED_WITHIN = 300

/** What the server answers a page that has no seat in the room any more. */
export const UNSEATED: ReadonlySet<string> = new Set(['visit_ended', 'not_invited', 'seat_moved'])

/** Carries the signals between this page and one other person's in a room over the socket. */
export class VisitSignalling implements SignallingPort {
  readonly #events = new Emitter<PortEvents>()
  readonly #socket: ServerSocket
  readonly #way: { roomId: RoomId; to: PersonId }
  readonly #release: () => void
  readonly #awaited = new Set<ReturnType<typeof setTimeout>>()

  constructor(socket: ServerSocket, way: { roomId: RoomId; to: PersonId }) {
    this.#socket = socket
    this.#way = way
    this.#release = socket.on('room:signal', (message) => {
      if (message.roomId === way.roomId && message.from === way.to)
        this.#events.emit('signal', message.signal)
    })
  }

  async send(signal: Signal): Promise<void> {
    const answered = signal.kind === 'hello' ? this.#expectAnswer() : null
    try {
      await this.#socket.request('room:signal', { ...this.#way, signal })
    } catch (error) {
      if (UNSEATED.has(refusalCodeOf(error))) this.#events.emit('unseated', undefined)
      throw error
    } finally {
      answered?.()
    }
  }

  onUnanswered(handler: () => void): () => void {
    return this.#events.on('unanswered', handler)
  }

  onUnseated(handler: () => void): () => void {
    return this.#events.on('unseated', handler)
  }

  onSignal(handler: (signal: Signal) => void): () => void {
    return this.#events.on('signal', handler)
  }

  onReachable(handler: () => void): () => void {
    return this.#events.on('reachable', handler)
  }

  announceReachable(): void {
    this.#events.emit('reachable', undefined)
  }

  dispose(): void {
    this.#release()
    for (const timer of this.#awaited) clearTimeout(timer)
  }

  /** Returns what to call with the answer. */
  #expectAnswer(): () => void {
    const timer = setTimeout(() => this.#events.emit('unanswered', undefined), ANSWERED_WITHIN)
    this.#awaited.add(timer)
    return () => {
      clearTimeout(timer)
      this.#awaited.delete(timer)
    }
  }
}
