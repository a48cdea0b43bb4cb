import { pointerMessageSchema } from '@visita/protocol'
import { parseMessage } from '../parse-message.ts'
import type { Pipe } from '../pipe.ts'
import { Store, type Readable } from '../store.ts'

/** Scene units. */
export type BoardPoint = readonly [x: number, y: number]

/** Where both persons point on the board. Positions may be lost or overtaken; only the latest counts. */
export class BoardPointer {
  readonly #theirs = new Store<BoardPoint | null>(null)
  readonly #pipe: Pipe
  readonly #release: (() => void)[]
  #sent = 0
  #seen = -1

  constructor(pipe: Pipe) {
    this.#pipe = pipe
    const forget = (): void => {
      this.#seen = -1
      this.#theirs.set(null)
    }
    this.#release = [
      pipe.on('open', forget),
      pipe.on('close', forget),
      pipe.on('message', (data) => {
        const message = parseMessage(pointerMessageSchema, data)
        if (!message || message.sequence <= this.#seen) return
        this.#seen = message.sequence
        this.#theirs.set(message.at)
      }),
    ]
  }

  /** The other person's pointer; null while it is not on the board. */
  get theirs(): Readable<BoardPoint | null> {
    return this.#theirs
  }

  /** Call at most once in an animation frame. */
  point(at: BoardPoint | null): void {
    this.#sent += 1
    const rounded = at && [Math.round(at[0]), Math.round(at[1])]
    this.#pipe.send(JSON.stringify({ type: 'pointer', sequence: this.#sent, at: rounded }))
  }

  dispose(): void {
    for (const release of this.#release) release()
  }
}
