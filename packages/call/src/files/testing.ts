import { fileIdSchema, LIMITS, type FileId } from '@visita/protocol'
import { fakePipePair } from '../testing/fake-pipe.ts'
import { FileExchange } from './file-exchange.ts'
import type { ReceivedFile } from './file-receiver.ts'
import type { SentFile } from './file-sender.ts'
import { newWasmHasher } from './hasher.ts'
import type { FileSink } from './sinks.ts'
import type { Transfer } from './transfer.ts'

/** Lets what is under way (reading, hashing, writing) come a step further. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })

let ids = 0
const newId = (): FileId => {
  ids += 1
  return fileIdSchema.parse(`00000000-0000-4000-8000-${ids.toString().padStart(12, '0')}`)
}

/** Bytes that repeat nowhere at a frame's distance, so that a displaced frame shows. */
export function aFile(size: number, { name = 'photo.png', type = 'image/png', seed = 1 } = {}): File {
  const words = new Uint32Array(Math.ceil(size / 4))
  for (let i = 0; i < words.length; i += 1) words[i] = Math.imul(i + seed * 7_919, 2_654_435_761)
  return new File([new Uint8Array(words.buffer, 0, size)], name, { type })
}

/** Compared byte by byte, without trusting any hash. */
export async function sameBytes(one: Blob | null | undefined, other: Blob): Promise<boolean> {
  if (one?.size !== other.size) return false
  const bytes = new Uint8Array(await one.arrayBuffer())
  const others = new Uint8Array(await other.arrayBuffer())
  // A loop, because a callback per byte takes seconds for a large file.
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i] !== others[i]) return false
  return true
}

/** The name of the offers that `spendUnasked` makes. */
const SPENT = 'spent'

/** One page's exchange, and all that it told the page. */
class Side {
  readonly exchange: FileExchange
  readonly received: ReceivedFile[] = []
  readonly sent: SentFile[] = []

  constructor(files: ReturnType<typeof fakePipePair>['left'], bulk: ReturnType<typeof fakePipePair>['left']) {
    this.exchange = new FileExchange({ files, bulk, newHasher: newWasmHasher, now: () => 0, newId })
    this.exchange.on('received', (file) => this.received.push(file))
    this.exchange.on('sent', (file) => this.sent.push(file))
  }

  get transfers(): readonly Transfer[] {
    return this.exchange.transfers.get().filter(({ name }) => name !== SPENT)
  }

  state(index = 0): Transfer['state'] | undefined {
    return this.transfers[index]?.state
  }

  /** Sends, and returns the id; the test fails where the file is refused. */
  send(file: File, purpose: 'file' | 'board' = 'file'): FileId {
    const result = this.exchange.send(file, purpose)
    if (!result.ok) throw new Error(result.error)
    return result.id
  }
}

/** Two pages joined by both pipes, open unless `connected` is false. */
export function twoSides({ connected = true, maxMessageSize = 64 * 1024 } = {}) {
  const files = fakePipePair()
  const bulk = fakePipePair()
  for (const end of [bulk.left, bulk.right]) end.maxMessageSize = maxMessageSize
  const open = (): void => {
    files.open()
    bulk.open()
  }
  const cut = (): void => {
    files.cut()
    bulk.cut()
  }
  if (connected) open()
  const sides = {
    left: new Side(files.left, bulk.left),
    right: new Side(files.right, bulk.right),
    files,
    bulk,
    turn,
    open,
    cut,
    /** Uses up what the right side takes without asking: a small file then stands for a large one. */
    spendUnasked: (): void => {
      const size = LIMITS.fileUnasked
      for (let spent = 0; spent < LIMITS.filesUnasked; spent += size) {
        const offer = { type: 'offer', id: newId(), name: SPENT, size, mediaType: '', purpose: 'file' }
        files.right.emit('message', JSON.stringify(offer))
      }
    },
    /** The page of one side is closed and opened again, with new connections. */
    reload: (side: 'left' | 'right'): void => {
      cut()
      sides[side].exchange.dispose()
      sides[side] = new Side(files[side], bulk[side])
      open()
    },
    /** Delivers what is in flight, and what follows from it, until the condition holds. */
    until: async (condition: () => boolean): Promise<void> => {
      for (let turns = 0; turns < 20_000; turns += 1) {
        if (condition()) return
        files.settle()
        bulk.settle()
        await turn()
      }
      throw new Error('The condition never came to hold')
    },
    /** Delivers until nothing more happens for many turns; for what must not happen. */
    quiet: async (): Promise<void> => {
      for (let idle = 0; idle < 50; idle += 1) {
        const before = files.left.inFlight.length + files.right.inFlight.length
        files.settle()
        const moved = before + bulk.left.deliver() + bulk.right.deliver()
        if (moved > 0) idle = 0
        await turn()
      }
    },
  }
  return sides
}

/** A disk whose writes end only when the test says so. */
export class SlowSink implements FileSink {
  readonly written: Uint8Array<ArrayBuffer>[] = []
  state: 'open' | 'closed' | 'aborted' = 'open'
  #release: (() => void) | null = null
  #free = false

  async write(pieces: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    if (!this.#free) await new Promise<void>((resolve) => (this.#release = resolve))
    this.written.push(...pieces)
  }

  /** Ends the write under way. */
  step(): void {
    this.#release?.()
    this.#release = null
  }

  /** Writes go through from now on. */
  free(): void {
    this.#free = true
    this.step()
  }

  close(): Promise<null> {
    this.state = 'closed'
    return Promise.resolve(null)
  }

  abort(): Promise<void> {
    this.state = 'aborted'
    this.step()
    return Promise.resolve()
  }
}
