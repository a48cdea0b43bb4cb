import type { ControlMessage, StillReply } from '@visita/protocol'
import { onControl } from '../control.ts'
import type { Pipe } from '../pipe.ts'
import { Scope } from '../scope.ts'
import { Store, type Readable } from '../store.ts'

export interface StillState {
  /** What has become of the photo that this person has asked for. */
  wanted: 'none' | 'waiting' | Exclude<StillReply, 'taken'>
  /** What this person has answered to the one that the other asks for; `none`: none is asked for. */
  asked: 'none' | 'open' | 'taking'
}

/**
 * One sharp photo of the other camera at a time: asked for here, taken over there when the person there agrees. The
 * photo itself goes as a file.
 */
export class StillExchange {
  readonly #control: Pipe
  readonly #state = new Store<StillState>({ wanted: 'none', asked: 'none' })
  readonly #scope = new Scope()

  constructor(control: Pipe) {
    this.#control = control
    this.#scope.add(
      control.on('open', () => {
        // The other page may be a new one, or have lost the question with the line; and its answer may be lost.
        const { wanted, asked } = this.#state.get()
        // It is asked again where it is still wanted; that it was taken back may be lost as well.
        if (asked === 'open') this.#put({ asked: 'none' })
        if (wanted === 'waiting') this.#send({ type: 'still_request' })
        if (wanted === 'taking') this.#put({ wanted: 'failed' })
      }),
    )
    this.#scope.add(onControl(control, (message) => this.#receive(message)))
  }

  get state(): Readable<StillState> {
    return this.#state
  }

  /** Asks the other person; over a cut line as soon as it is back. */
  ask(): void {
    const { wanted } = this.#state.get()
    if (wanted === 'waiting' || wanted === 'taking') return
    this.#put({ wanted: 'waiting' })
    this.#send({ type: 'still_request' })
  }

  /** Takes the question back, unless the photo is being taken. */
  withdraw(): void {
    if (this.#state.get().wanted !== 'waiting') return
    this.#put({ wanted: 'none' })
    this.#send({ type: 'still_withdrawn' })
  }

  /** This person agrees: `take` gives the photo on its way. Resolves when that has come to an end. */
  async agree(take: () => Promise<void>): Promise<void> {
    if (this.#state.get().asked !== 'open') return
    this.#put({ asked: 'taking' })
    this.#reply('taking')
    const reply = await take().then(
      () => 'taken' as const,
      () => 'failed' as const,
    )
    this.#put({ asked: 'none' })
    this.#reply(reply)
    if (reply === 'failed') throw new Error('no photo')
  }

  decline(): void {
    if (this.#state.get().asked !== 'open') return
    this.#put({ asked: 'none' })
    this.#reply('declined')
  }

  close(): void {
    this.#scope.dispose()
  }

  #receive(message: ControlMessage): void {
    const { wanted, asked } = this.#state.get()
    if (message.type === 'still_request' && asked === 'none') this.#put({ asked: 'open' })
    if (message.type === 'still_withdrawn' && asked === 'open') this.#put({ asked: 'none' })
    if (message.type !== 'still_reply' || wanted === 'none') return
    this.#put({ wanted: message.reply === 'taken' ? 'none' : message.reply })
  }

  #put(change: Partial<StillState>): void {
    this.#state.update((state) => ({ ...state, ...change }))
  }

  #reply(reply: StillReply): void {
    this.#send({ type: 'still_reply', reply })
  }

  #send(message: ControlMessage): void {
    this.#control.send(JSON.stringify(message))
  }
}
