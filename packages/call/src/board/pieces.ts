import { BOARD_MESSAGE_MAX, PIECE_LAST, PIECE_MORE } from '@visita/protocol'
import type { PipeData } from '../pipe.ts'

const encoder = new TextEncoder()

/** The messages that carry `text` over a channel that takes `maxMessageSize` bytes at once: one, or pieces. */
export function piecesOf(text: string, maxMessageSize: number): PipeData[] {
  // A UTF-16 unit is at most three bytes: short messages, nearly all, need no encoding to be measured.
  if (text.length * 3 <= maxMessageSize) return [text]
  const bytes = encoder.encode(text)
  if (bytes.byteLength <= maxMessageSize) return [text]
  const payload = maxMessageSize - 1
  const pieces: ArrayBuffer[] = []
  for (let from = 0; from < bytes.byteLength; from += payload) {
    const part = bytes.subarray(from, from + payload)
    const piece = new Uint8Array(part.byteLength + 1)
    piece[0] = from + payload < bytes.byteLength ? PIECE_MORE : PIECE_LAST
    piece.set(part, 1)
    pieces.push(piece.buffer)
  }
  return pieces
}

/** Puts pieces together again. What grows beyond the limit is refused whole. */
export class PieceJoiner {
  #parts: Uint8Array[] = []
  #bytes = 0
  #refusing = false

  /** The whole message when `data` completes one; `wait` in the middle; `refused` for what is not ours. */
  add(data: PipeData): { text: string } | 'wait' | 'refused' {
    if (typeof data === 'string') return data.length > BOARD_MESSAGE_MAX ? 'refused' : { text: data }
    const piece = new Uint8Array(data)
    const more = piece[0] === PIECE_MORE
    if (!more && piece[0] !== PIECE_LAST) return 'refused'
    this.#bytes += piece.byteLength - 1
    this.#refusing ||= this.#bytes > BOARD_MESSAGE_MAX
    if (this.#refusing) this.#parts = []
    else this.#parts.push(piece.subarray(1))
    if (more) return 'wait'
    const joined = this.#refusing ? null : decode(this.#parts, this.#bytes)
    this.reset()
    return joined === null ? 'refused' : { text: joined }
  }

  /** Forgets the beginning of a message whose end was lost with its connection. */
  reset(): void {
    this.#parts = []
    this.#bytes = 0
    this.#refusing = false
  }
}

function decode(parts: readonly Uint8Array[], length: number): string | null {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
