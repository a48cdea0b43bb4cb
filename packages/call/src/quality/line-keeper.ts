import { controlMessageSchema, MEDIA_ROLES, type LineVerdict } from '@visita/protocol'
import type { Call } from '../call.ts'
import { parseMessage } from '../parse-message.ts'
import { Scope } from '../scope.ts'
import { Store, type Readable } from '../store.ts'
import { BEGINNING, steer, type Control } from './controller.ts'
import { NO_TOTALS, readSample } from './sample.ts'
import { applyLevel } from './sender-plan.ts'

export interface Lines {
  own: LineVerdict
  /** Null until the other page has said it. */
  remote: LineVerdict | null
}

const EVERY = 1_000

/** Watches one call, makes its picture follow the line, and tells both sides how the lines are (B5, B7). */
export class LineKeeper {
  readonly #call: Call
  readonly #lines = new Store<Lines>({ own: BEGINNING.verdict, remote: null })
  readonly #scope = new Scope()
  #control: Control = BEGINNING
  #totals = NO_TOTALS
  #looking = false

  constructor(call: Call) {
    this.#call = call
    const timer = setInterval(() => void this.#look(), EVERY)
    this.#scope.add(() => clearInterval(timer))
    const { control } = call.pipes
    this.#scope.add(control.on('open', () => this.#tell()))
    this.#scope.add(
      control.on('message', (data) => {
        const message = parseMessage(controlMessageSchema, data)
        if (message?.type === 'line') this.#lines.update((lines) => ({ ...lines, remote: message.verdict }))
      }),
    )
  }

  get lines(): Readable<Lines> {
    return this.#lines
  }

  close(): void {
    this.#scope.dispose()
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#call.state.get().phase !== 'connected') return
    this.#looking = true
    try {
      const { sample, totals } = readSample(await this.#call.stats(), this.#totals)
      if (this.#scope.disposed) return
      this.#totals = totals
      this.#control = steer(this.#control, sample)
      await this.#apply()
      this.#say(this.#control.verdict)
    } catch {
      // The connection was replaced meanwhile: the next second looks at the new one.
    } finally {
      this.#looking = false
    }
  }

  async #apply(): Promise<void> {
    for (const role of MEDIA_ROLES) {
      const sender = this.#call.senderOf(role)
      if (sender) await applyLevel(sender, role, this.#control.level)
    }
  }

  #say(verdict: LineVerdict): void {
    if (verdict === this.#lines.get().own) return
    this.#lines.update((lines) => ({ ...lines, own: verdict }))
    this.#tell()
  }

  #tell(): void {
    this.#call.pipes.control.send(JSON.stringify({ type: 'line', verdict: this.#lines.get().own }))
  }
}
