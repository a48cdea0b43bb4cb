import type { ControlMessage, PersonId } from '@visita/protocol'
import type { Call } from '../call.ts'
import { onControl } from '../control.ts'
import { Scope } from '../scope.ts'
import { Downstream } from './downstream.ts'
import type { LineNeeds } from './forwarded-line.ts'
import type { ForwardingPort } from './forwarding-port.ts'

/** What of a call is steered from here. */
export type ForwardedCall = Pick<Call, 'showInstead' | 'hold'> & { pipes: Pick<Call['pipes'], 'control'> }

interface PersonNeeds {
  port: ForwardingPort
  /** Null while nothing goes by the forwarding server. */
  line: () => Omit<LineNeeds, 'onFailed'> | null
}

const TRY_AGAIN = 5_000
/** For what comes directly to be there again, in milliseconds. */
const OVERLAP = 1_500

/**
 * What goes between this page and one other person: it goes directly until it has come by the forwarding server, and
 * again as soon as it does not. Who receives decides that, and tells who sends.
 */
export class ForwardedPerson {
  readonly #id: PersonId
  readonly #call: ForwardedCall
  readonly #needs: PersonNeeds
  readonly #scope = new Scope()
  #isPublishing = false
  #down: Downstream | null = null
  #comes = false
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(id: PersonId, call: ForwardedCall, needs: PersonNeeds) {
    this.#id = id
    this.#call = call
    this.#needs = needs
    const { control } = call.pipes
    this.#scope.add(
      control.on('open', () => {
        // It may be a new page of theirs, which will say it itself.
        call.hold(false)
        this.#tell()
      }),
    )
    this.#scope.add(
      onControl(control, (message) => {
        if (message.type === 'forwarded') call.hold(message.comes)
      }),
    )
    this.#scope.add(() => clearTimeout(this.#retry))
    this.#scope.add(() => this.#drop())
  }

  /** Whether they send by the forwarding server, and this page takes it. */
  follow(isPublishing: boolean): void {
    this.#isPublishing = isPublishing
    const line = this.#needs.line()
    if (!isPublishing) this.#drop()
    else if (line === null) this.#part()
    else if (this.#down === null) this.#subscribe(line)
  }

  /** A frame of theirs has been opened here. */
  opened(): void {
    if (this.#down === null || this.#comes) return
    this.#comes = true
    this.#call.showInstead(this.#down)
    this.#tell()
  }

  /** Nothing of this page goes by the forwarding server at this moment. */
  sendDirectly(): void {
    this.#call.hold(false)
  }

  close(): void {
    this.#scope.dispose()
  }

  #subscribe(line: Omit<LineNeeds, 'onFailed'>): void {
    clearTimeout(this.#retry)
    this.#down = new Downstream(this.#id, {
      ...line,
      onFailed: () => {
        this.#drop()
        this.#retry = setTimeout(() => this.follow(this.#isPublishing), TRY_AGAIN)
      },
    })
  }

  /** At once: there is nothing more to come. */
  #drop(): void {
    clearTimeout(this.#retry)
    const down = this.#down
    this.#down = null
    if (down !== null) {
      down.close()
      void this.#needs.port.stop(this.#id).catch(() => undefined)
    }
    if (!this.#comes) return
    this.#comes = false
    this.#call.showInstead(null)
    this.#tell()
  }

  /** Without a gap: what comes directly is asked for first. */
  #part(): void {
    clearTimeout(this.#retry)
    if (!this.#comes) return this.#drop()
    this.#say(false)
    this.#retry = setTimeout(() => {
      this.#drop()
      this.follow(this.#isPublishing)
    }, OVERLAP)
  }

  #tell(): void {
    this.#say(this.#comes)
  }

  #say(comes: boolean): void {
    this.#call.pipes.control.send(JSON.stringify({ type: 'forwarded', comes } satisfies ControlMessage))
  }
}
