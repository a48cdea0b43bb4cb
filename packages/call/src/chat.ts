import { chatMessageSchema, type ChatMessage, type MessageId } from '@visita/protocol'
import { Emitter } from './emitter.ts'
import { parseMessage } from './parse-message.ts'
import type { Pipe } from './pipe.ts'
import { Store, type Readable } from './store.ts'

export interface ChatLine {
  id: MessageId
  mine: boolean
  text: string
  /** Epoch milliseconds by the sender's clock. */
  sentAt: number
  /** `waiting` until the other page has it. */
  status: 'waiting' | 'received'
}

export interface ChatEvents {
  /** This person wrote a line. */
  written: ChatLine
  /** The other person's line arrived for the first time. */
  arrived: ChatLine
}

/** The conversation: lines wait until the other page confirms them, and arrive once however often they are sent. */
export class Chat extends Emitter<ChatEvents> {
  readonly #lines = new Store<readonly ChatLine[]>([])
  readonly #pipe: Pipe
  readonly #release: (() => void)[]

  constructor(pipe: Pipe) {
    super()
    this.#pipe = pipe
    this.#release = [
      pipe.on('open', () => this.#resend()),
      pipe.on('message', (data) => {
        const message = parseMessage(chatMessageSchema, data)
        if (message) this.#receive(message)
      }),
    ]
  }

  get lines(): Readable<readonly ChatLine[]> {
    return this.#lines
  }

  /** Sends a line that `chatTextSchema` has accepted. */
  write(id: MessageId, text: string, sentAt: number): void {
    const line: ChatLine = { id, mine: true, text, sentAt, status: 'waiting' }
    this.#send(line)
    this.#lines.update((lines) => [...lines, line])
    this.emit('written', line)
  }

  /**
   * Puts back what a reloaded page has lost and the record has kept; lines already here stay as they are. One's
   * own are sent once more: that the record has them does not say that the other page has.
   */
  restore(kept: readonly ChatLine[]): void {
    this.#lines.update((lines) => {
      const have = new Set(lines.map((line) => line.id))
      return [...kept.filter((line) => !have.has(line.id)), ...lines].toSorted((a, b) => a.sentAt - b.sentAt)
    })
    this.#resend()
  }

  dispose(): void {
    for (const release of this.#release) release()
  }

  #resend(): void {
    for (const line of this.#lines.get()) if (line.mine && line.status === 'waiting') this.#send(line)
  }

  #send({ id, text, sentAt }: ChatLine): void {
    this.#transmit({ type: 'text', id, text, sentAt })
  }

  #transmit(message: ChatMessage): void {
    this.#pipe.send(JSON.stringify(message))
  }

  #receive(message: ChatMessage): void {
    switch (message.type) {
      case 'text':
        this.#add(message)
        // After the pages that follow `lines` have drawn it: what waits for the line is a person.
        queueMicrotask(() => this.#transmit({ type: 'received', id: message.id }))
        break
      case 'received':
        this.#lines.update((lines) =>
          lines.map((line) => (line.mine && line.id === message.id ? { ...line, status: 'received' } : line)),
        )
        break
    }
  }

  #add({ id, text, sentAt }: Extract<ChatMessage, { type: 'text' }>): void {
    if (this.#lines.get().some((line) => line.id === id)) return
    const line: ChatLine = { id, mine: false, text, sentAt, status: 'received' }
    this.#lines.update((lines) => [...lines, line])
    this.emit('arrived', line)
  }
}
