import { Scope, Store, type Readable } from '@visita/call'
import { mayEver, type BreakGlassId, type OpenBreakGlass, type Role } from '@visita/protocol'
import { recordApi } from '../../platform/record-api.ts'
import { refusalCodeOf } from '../../platform/refused.ts'
import type { ServerSocket } from '../../platform/socket.ts'

/** An access of one's own; `endsAt` by this device's clock, in epoch milliseconds. */
export interface OwnAccess extends Omit<OpenBreakGlass, 'remainingMs'> {
  endsAt: number
}

export interface AccessState {
  /** What this doctor has open against the rule. */
  own: readonly OwnAccess[]
  /** Accesses to this patient's record of which they have not read yet. */
  unseen: number
  /** Accesses that wait for a verdict of this privacy officer. */
  waiting: number
}

interface AccessNewsNeeds {
  socket: ServerSocket
  roles: readonly Role[]
  /** Epoch milliseconds. */
  now: () => number
}

/** Pause before asking again what could not be asked, in milliseconds. */
const ASK_AGAIN = 5_000

/**
 * Access against the rule, as far as it concerns whoever is signed in (X7): asked for when their pages open and after
 * every change, of which the server tells by an event that says nothing itself.
 */
export class AccessNews {
  readonly #socket: ServerSocket
  readonly #roles: readonly Role[]
  readonly #now: () => number
  readonly #state = new Store<AccessState>({ own: [], unseen: 0, waiting: 0 })
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Of two answers that overtake each other, that of the later question counts. */
  #asked = 0

  constructor({ socket, roles, now }: AccessNewsNeeds) {
    this.#socket = socket
    this.#roles = roles
    this.#now = now
  }

  get state(): Readable<AccessState> {
    return this.#state
  }

  /** Follows the server until the returned function is called. */
  follow(): () => void {
    const scope = new Scope()
    scope.add(this.#socket.on('access:changed', () => void this.look()))
    scope.add(
      this.#socket.state.subscribe(() => {
        // Whatever was told while the line was away was not heard.
        if (this.#socket.state.get().status === 'online') void this.look()
      }),
    )
    scope.add(() => {
      this.#asked += 1
      clearTimeout(this.#timer)
    })
    void this.look()
    return () => scope.dispose()
  }

  /** Asks the server; what could not be asked is asked again. */
  async look(): Promise<void> {
    const question = (this.#asked += 1)
    const may = (permission: Parameters<typeof mayEver>[1]): boolean => mayEver(this.#roles, permission)
    try {
      const [open, unseen, waiting] = await Promise.all([
        may('break_glass.close') ? recordApi.openAccesses() : [],
        may('record.see_readers') ? recordApi.unseenAccesses() : 0,
        may('break_glass.review') ? recordApi.waitingForVerdict() : 0,
      ])
      if (question !== this.#asked) return
      const own = open.map(({ remainingMs, ...access }) => ({ ...access, endsAt: this.#now() + remainingMs }))
      this.#state.set({ own, unseen, waiting })
      this.#awaitEnd()
    } catch {
      if (question === this.#asked) this.#lookIn(ASK_AGAIN)
    }
  }

  /** Gives one back; one that is over already counts as given back. Throws `Refused`. */
  async close(id: BreakGlassId): Promise<void> {
    await recordApi.closeBreakGlass(id).catch((error: unknown) => {
      if (refusalCodeOf(error) !== 'not_found') throw error
    })
    this.#drop((access) => access.id === id)
    await this.look()
  }

  /** An access ends on this page too, also when the server cannot be reached at that moment. */
  #awaitEnd(): void {
    clearTimeout(this.#timer)
    const [first] = this.#state.get().own
    if (first === undefined) return
    this.#timer = setTimeout(() => {
      this.#drop(({ endsAt }) => endsAt <= this.#now())
      void this.look()
    }, first.endsAt - this.#now())
  }

  #lookIn(pause: number): void {
    const [first] = this.#state.get().own
    const left = first === undefined ? pause : first.endsAt - this.#now()
    if (left <= pause) return this.#awaitEnd()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.look(), pause)
  }

  #drop(isOver: (access: OwnAccess) => boolean): void {
    this.#state.update((state) => ({ ...state, own: state.own.filter((access) => !isOver(access)) }))
  }
}
