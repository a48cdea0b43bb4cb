import { Emitter } from '../emitter.ts'
import { LOW_WATER, type Pipe, type PipeData, type PipeEvents } from '../pipe.ts'

const sizeOf = (data: PipeData): number => (typeof data === 'string' ? data.length : data.byteLength)

/** One end of an in-memory pipe. Messages wait in `inFlight` until the test delivers them. */
export class FakePipe extends Emitter<PipeEvents> implements Pipe {
  isOpen = false
  bufferedAmount = 0
  maxMessageSize = 64 * 1024
  readonly inFlight: PipeData[] = []
  other: FakePipe | null = null

  /** The most that was ever queued. */
  mostBuffered = 0

  send(data: PipeData): boolean {
    if (!this.isOpen) return false
    this.inFlight.push(data)
    this.bufferedAmount += sizeOf(data)
    this.mostBuffered = Math.max(this.mostBuffered, this.bufferedAmount)
    return true
  }

  /** Hands up to `count` messages to the other end, oldest first. */
  deliver(count = Number.POSITIVE_INFINITY): number {
    let delivered = 0
    while (delivered < count) {
      const data = this.inFlight.shift()
      if (data === undefined) break
      delivered += 1
      const wasHigh = this.bufferedAmount > LOW_WATER
      this.bufferedAmount -= sizeOf(data)
      this.other?.emit('message', data)
      if (wasHigh && this.bufferedAmount <= LOW_WATER) this.emit('drain', undefined)
    }
    return delivered
  }
}

/** Two joined ends. `cut` loses what is in flight, as a replaced connection does; `open` joins them again. */
export function fakePipePair(): {
  left: FakePipe
  right: FakePipe
  open(): void
  cut(): void
  /** Delivers both ways until nothing is in flight. */
  settle(): void
} {
  const left = new FakePipe()
  const right = new FakePipe()
  left.other = right
  right.other = left
  const ends = [left, right]
  return {
    left,
    right,
    open() {
      for (const end of ends) end.isOpen = true
      for (const end of ends) end.emit('open', undefined)
    },
    cut() {
      for (const end of ends) {
        end.isOpen = false
        end.inFlight.length = 0
        end.bufferedAmount = 0
      }
      for (const end of ends) end.emit('close', undefined)
    },
    settle() {
      while (left.deliver() + right.deliver() > 0);
    },
  }
}
