import { Emitter, type SignallingPort } from '@visita/call'
import type { RoomId, Signal } from '@visita/protocol'
import type { ServerSocket } from '../../platform/socket.ts'

interface PortEvents {
  signal: Signal
  reachable: undefined
}

/** Carries one room's signals over the socket. */
export class VisitSignalling implements SignallingPort {
  readonly #events = new Emitter<PortEvents>()
  readonly #socket: ServerSocket
  readonly #roomId: RoomId
  readonly #release: () => void

  constructor(socket: ServerSocket, roomId: RoomId) {
    this.#socket = socket
    this.#roomId = roomId
    this.#release = socket.on('room:signal', (message) => {
      if (message.roomId === roomId) this.#events.emit('signal', message.signal)
    })
  }

  async send(signal: Signal): Promise<void> {
    await this.#socket.request('room:signal', { roomId: this.#roomId, signal })
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
  }
}
