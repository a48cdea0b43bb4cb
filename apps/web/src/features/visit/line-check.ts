import type { Seat } from '@visita/protocol'
import { refusalCodeOf } from '../../platform/refused.ts'
import type { ServerSocket } from '../../platform/socket.ts'

/** Milliseconds for an answer of the server alone, where none is known to compare with, and the least at any time. */
const ANSWERED_WITHIN = 1_000
const AT_LEAST = 300
/** So many times what answers took lately. */
const MARGIN = 3
/** Between two checks that found nothing wrong: Chromium tells of every change of speed. */
const REST = 2_000

/**
 * Finds out whether the socket is dead without either end knowing, as behind a router that has forgotten it
 * (half-open TCP): the server's own pings would take half a minute. Asks for the seat that the page has.
 */
export class LineCheck {
  readonly #socket: ServerSocket
  readonly #seat: Pick<Seat, 'roomId' | 'seatToken'>
  #checking = false
  #fineAt = Number.NEGATIVE_INFINITY

  constructor(socket: ServerSocket, { roomId, seatToken }: Pick<Seat, 'roomId' | 'seatToken'>) {
    this.#socket = socket
    this.#seat = { roomId, seatToken }
  }

  /** Makes a new connection where this one does not answer, and at once where it is known to be away. */
  async check(): Promise<void> {
    if (this.#checking || Date.now() < this.#fineAt + REST) return
    const { status } = this.#socket.state.get()
    if (status === 'offline') this.#socket.reconnect()
    if (status !== 'online') return
    this.#checking = true
    try {
      await this.#socket.request('room:join', { intent: 'resume', ...this.#seat }, this.#patience())
      this.#fineAt = Date.now()
    } catch (error) {
      // Any other refusal is an answer, and dealt with where the seat is asked for in earnest.
      if (refusalCodeOf(error) === 'offline') this.#socket.reconnect()
    } finally {
      this.#checking = false
    }
  }

  #patience(): number {
    const { slowestAnswer } = this.#socket
    if (slowestAnswer === null) return ANSWERED_WITHIN
    return Math.min(ANSWERED_WITHIN, Math.max(AT_LEAST, MARGIN * slowestAnswer))
  }
}
