import type { ControlMessage, RoomId } from '@visita/protocol'
import { onControl } from '../control.ts'
import type { Pipe } from '../pipe.ts'
import { Scope } from '../scope.ts'
import { Store, type Readable } from '../store.ts'
import { commitmentTo, newNonce, safetyCode } from './safety-code.ts'

/**
 * `failed`: the two pages could not agree on a code, which an attacker can bring about as well as a bad line.
 * `renewed`: there was another code before in this visit, so whatever was compared then says nothing now.
 */
export type SafetyState =
  | { status: 'none' }
  | { status: 'agreeing' }
  | { status: 'ready'; code: readonly string[]; verdict: SafetyVerdict; renewed: boolean }
  | { status: 'failed' }

/** What the two people found when they compared; `open`: nothing yet. */
export type SafetyVerdict = 'open' | 'same' | 'different'

export interface Fingerprints {
  own: string
  other: string
}

export interface SafetyOptions {
  roomId: RoomId
  control: Pipe
  /** The impolite side commits itself first. */
  polite: boolean
  /** Those of the connection that the pipe goes over; null where one is missing or ambiguous. */
  fingerprints: () => Fingerprints | null
}

/** What one connection's exchange has come to; forgotten with the connection. */
interface Exchange {
  nonce: string
  /** Of the other side's nonce, on the polite side. */
  commitment: string | null
  /** The other side's nonce has come. Once only: a second try would be a second guess. */
  answered: boolean
}

type SafetyMessage = Extract<ControlMessage, { type: `safety_${string}` }>

const AGREE_WITHIN = 15_000

/**
 * Agrees with the other page on the safety code of their connection, anew for each connection.
 *
 * The impolite side sends a hash of its nonce, the polite side its nonce, and the impolite side then shows what it
 * had hashed (S. Vaudenay, "Secure Communications over Insecure Channels Based on Short Authenticated Strings",
 * 2005; RFC 6189 does so in ZRTP). Somebody in between has to choose a nonce of their own before they learn
 * either of these, and so meets the same code on both sides by chance alone.
 */
export class SafetyExchange {
  readonly #options: SafetyOptions
  readonly #state = new Store<SafetyState>({ status: 'none' })
  readonly #scope = new Scope()
  #exchange: Exchange | null = null
  #hadCode = false
  #deadline: ReturnType<typeof setTimeout> | undefined
  /** Messages are worked off in order, though hashing takes its time. */
  #tail: Promise<void> = Promise.resolve()

  constructor(options: SafetyOptions) {
    this.#options = options
    this.#scope.add(options.control.on('open', () => this.#begin()))
    this.#scope.add(options.control.on('close', () => this.#forget()))
    this.#scope.add(
      onControl(options.control, (message) => {
        if (isSafetyMessage(message)) this.#receive(message)
      }),
    )
    this.#scope.add(() => clearTimeout(this.#deadline))
  }

  get state(): Readable<SafetyState> {
    return this.#state
  }

  /** Keeps what the two people found; what they say of a code that is not shown any more is dropped. */
  judge(code: readonly string[], verdict: SafetyVerdict): void {
    this.#state.update((state) =>
      state.status === 'ready' && state.code.join() === code.join() ? { ...state, verdict } : state,
    )
  }

  close(): void {
    this.#exchange = null
    this.#scope.dispose()
  }

  #begin(): void {
    const exchange: Exchange = { nonce: newNonce(), commitment: null, answered: false }
    this.#exchange = exchange
    this.#state.set({ status: 'agreeing' })
    clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => this.#fail(), AGREE_WITHIN)
    if (this.#options.polite) return
    this.#enqueue(exchange, async () => {
      this.#send({ type: 'safety_commit', commitment: await commitmentTo(exchange.nonce) })
    })
  }

  #receive(message: SafetyMessage): void {
    const exchange = this.#exchange
    if (exchange === null || exchange.answered) return
    const { polite } = this.#options
    switch (message.type) {
      case 'safety_commit':
        if (!polite || exchange.commitment !== null) return
        exchange.commitment = message.commitment
        this.#send({ type: 'safety_nonce', nonce: exchange.nonce })
        break
      case 'safety_nonce':
        if (polite) return
        exchange.answered = true
        this.#enqueue(exchange, () => {
          this.#send({ type: 'safety_reveal', nonce: exchange.nonce })
          return this.#conclude(exchange, message.nonce)
        })
        break
      case 'safety_reveal':
        if (!polite || exchange.commitment === null) return
        exchange.answered = true
        this.#enqueue(exchange, async () => {
          if ((await commitmentTo(message.nonce)) === exchange.commitment) {
            await this.#conclude(exchange, message.nonce)
          } else this.#fail()
        })
        break
    }
  }

  async #conclude(exchange: Exchange, otherNonce: string): Promise<void> {
    const fingerprints = this.#options.fingerprints()
    if (fingerprints === null) {
      this.#fail()
      return
    }
    const code = await safetyCode(this.#options.roomId, [
      { fingerprint: fingerprints.own, nonce: exchange.nonce },
      { fingerprint: fingerprints.other, nonce: otherNonce },
    ])
    if (this.#exchange !== exchange) return
    clearTimeout(this.#deadline)
    this.#state.set({ status: 'ready', code, verdict: 'open', renewed: this.#hadCode })
    this.#hadCode = true
  }

  #enqueue(exchange: Exchange, work: () => Promise<void>): void {
    const before = this.#tail
    this.#tail = (async () => {
      await before
      if (this.#exchange === exchange) await work().catch(() => this.#fail())
    })()
  }

  #send(message: SafetyMessage): void {
    this.#options.control.send(JSON.stringify(message))
  }

  #forget(): void {
    this.#exchange = null
    clearTimeout(this.#deadline)
    this.#state.set({ status: 'none' })
  }

  #fail(): void {
    clearTimeout(this.#deadline)
    this.#exchange = null
    this.#state.set({ status: 'failed' })
  }
}

const isSafetyMessage = (message: ControlMessage): message is SafetyMessage =>
  message.type.startsWith('safety_')
