import { chatMessageSchema, type ChatMessage, type MessageId, type PersonId } from '@visita/protocol'
import { Emitter } from './emitter.ts'
import { parseMessage } from './parse-message.ts'
import type { Pipe } from './pipe.ts'
import { Store, type Readable } from './store.ts'

export interface ChatLine {
  id: MessageId
  mine: boolean
  /** Null where it is one's own. */
  author: PersonId | null
  text: string
  /** Epoch milliseconds by the sender's clock. */
  sentAt: number
  /** `waiting` until the pages of all have it who were there when it was written. */
  status: 'waiting' | 'received'
}

export interface ChatEvents {
  /** This person wrote a line. */
  written: ChatLine
  /** The other person's line arrived for the first time. */
  arrived: ChatLine
}

/** A line that the record has kept. */
export type KeptLine = Omit<ChatLine, 'mine' | 'status'> & {
  /** Of one's own: who should have it, and has perhaps not got it. */
  waitsFor: readonly PersonId[]
}

/**
 * The conversation: lines wait until every other page confirms them, and arrive once however often they are sent.
 * Whoever comes later is sent what is written from then on.
 */
export class Chat extends Emitter<ChatEvents> {
  readonly #lines = new Store<readonly ChatLine[]>([])
  readonly #pipes = new Map<PersonId, Pipe>()
  /** By line, whose pages have not confirmed it. */
  readonly #waiting = new Map<MessageId, Set<PersonId>>()

  /** Talks with somebody over this pipe until the returned function is called: then they are waited for no more. */
  attach(id: PersonId, pipe: Pipe): () => void {
    this.#pipes.set(id, pipe)
    const release = [
      pipe.on('open', () => this.#resend(id)),
      pipe.on('message', (data) => {
        const message = parseMessage(chatMessageSchema, data)
        if (message) this.#receive(id, message)
      }),
    ]
    return () => {
      for (const stop of release) stop()
      this.#pipes.delete(id)
      for (const line of this.#waiting.keys()) this.#confirm(line, id)
    }
  }

  get lines(): Readable<readonly ChatLine[]> {
    return this.#lines
  }

  /** Sends a line that `chatTextSchema` has accepted. */
  write(id: MessageId, text: string, sentAt: number): void {
    const others = new Set(this.#pipes.keys())
    const status = others.size > 0 ? 'waiting' : 'received'
    const line: ChatLine = { id, mine: true, author: null, text, sentAt, status }
    this.#waiting.set(id, others)
    for (const other of others) this.#send(other, line)
    this.#lines.update((lines) => [...lines, line])
    this.emit('written', line)
  }

  /**
   * Puts back what a reloaded page has lost and the record has kept; lines already here stay as they are. One's
   * own are sent once more: that the record has them does not say that the other page has.
   */
  restore(kept: readonly KeptLine[]): void {
    const have = new Set(this.#lines.get().map((line) => line.id))
    const missing = kept.filter((line) => !have.has(line.id))
    for (const { id, author, waitsFor } of missing) {
      const others = waitsFor.filter((other) => this.#pipes.has(other))
      if (author === null) this.#waiting.set(id, new Set(others))
    }
    const lines = missing.map(({ id, author, text, sentAt }): ChatLine => {
      const status = this.#waiting.get(id)?.size ? 'waiting' : 'received'
      return { id, author, text, sentAt, mine: author === null, status }
    })
    this.#lines.update((present) => [...lines, ...present].toSorted((a, b) => a.sentAt - b.sentAt))
    for (const id of this.#pipes.keys()) this.#resend(id)
  }

  #resend(to: PersonId): void {
    for (const line of this.#lines.get()) if (this.#waiting.get(line.id)?.has(to)) this.#send(to, line)
  }

  #send(to: PersonId, { id, text, sentAt }: ChatLine): void {
    this.#transmit(to, { type: 'text', id, text, sentAt })
  }

  #transmit(to: PersonId, message: ChatMessage): void {
    this.#pipes.get(to)?.send(JSON.stringify(message))
  }

  #confirm(id: MessageId, by: PersonId): void {
    const waiting = this.#waiting.get(id)
    if (!waiting?.delete(by) || waiting.size > 0) return
    this.#waiting.delete(id)
    this.#lines.update((lines) =>
      lines.map((line) => (line.mine && line.id === id ? { ...line, status: 'received' } : line)),
    )
  }

  #receive(from: PersonId, message: ChatMessage): void {
    switch (message.type) {
      case 'text':
        this.#add(from, message)
        // After the pages that follow `lines` have drawn it: what waits for the line is a person.
        queueMicrotask(() => this.#transmit(from, { type: 'received', id: message.id }))
        break
      case 'received':
        this.#confirm(message.id, from)
        break
    }
  }

  #add(author: PersonId, { id, text, sentAt }: Extract<ChatMessage, { type: 'text' }>): void {
    if (this.#lines.get().some((line) => line.id === id)) return
    const line: ChatLine = { id, mine: false, author, text, sentAt, status: 'received' }
    this.#lines.update((lines) => [...lines, line])
    this.emit('arrived', line)
  }
}
