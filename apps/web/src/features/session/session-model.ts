import { Emitter, Store, type Readable } from '@visita/call'
import type { CompanionRole, Participant, Role, SessionReply } from '@visita/protocol'
import { api } from '../../platform/api.ts'

/** Why the server no longer knows somebody who has an account, as far as this page can tell. */
export type SignedOut = 'idle' | 'ended'

/** Somebody who is signed in. */
export interface SignedIn {
  self: Participant
  roles: readonly Role[]
}

interface SessionEvents {
  /** The server has ended the session; null for a guest, who had no account to be signed out of. */
  over: SignedOut | null
}

const NOBODY: SessionReply = {
  session: { level: 'none' },
  clinic: { name: null, lobby: 'off', selfSignUp: false, hospitalLogin: null, setUp: false },
}

/** A page that is used asks the server this often, so that the session stays. */
const ASK_EVERY = 60_000
/** Without an answer for this long nobody can have used the page. */
const IDLE_AFTER = 3 * ASK_EVERY

interface SessionNeeds {
  /** The window, of which only events are used. */
  page: EventTarget
  now: () => number
}

/**
 * Who this browser is to the server. Staff are signed out when nobody uses the page (C19), so a press or a key
 * tells the server that somebody does; a page that is merely open does not.
 */
export class SessionModel extends Emitter<SessionEvents> {
  /** Why somebody who was signed in no longer is. */
  signedOut: SignedOut | null = null
  readonly #reply = new Store<SessionReply>(NOBODY)
  readonly #now: () => number
  #askedAt = 0
  #answeredAt = 0

  constructor({ page, now }: SessionNeeds) {
    super()
    this.#now = now
    for (const input of ['pointerdown', 'keydown']) page.addEventListener(input, () => this.#onInput())
  }

  get reply(): Readable<SessionReply> {
    return this.#reply
  }

  /** Null before the second factor too. */
  get self(): Participant | null {
    const { session } = this.#reply.get()
    return session.level === 'none' || session.level === 'pending' ? null : session.self
  }

  get signedIn(): SignedIn | null {
    const { session } = this.#reply.get()
    return session.level === 'account' ? { self: session.self, roles: session.roles } : null
  }

  /** A guest who came by a link to one visit. */
  get byLink(): boolean {
    const { session } = this.#reply.get()
    return session.level === 'guest' && session.byLink
  }

  /** As what somebody came by a link into a visit that goes on. */
  get companion(): CompanionRole | null {
    const { session } = this.#reply.get()
    return session.level === 'companion' ? session.as : null
  }

  /** Asks the server; throws `Refused` where there is no answer. */
  async look(): Promise<SessionReply> {
    const reply = await api.session()
    if (reply.session.level === 'none') this.lose()
    this.take(reply)
    return reply
  }

  /** What the server said to something that changes the session. */
  take(reply: SessionReply): void {
    this.#answeredAt = this.#now()
    this.#askedAt = this.#answeredAt
    if (reply.session.level !== 'none') this.signedOut = null
    this.#reply.set(reply)
  }

  /** The server knows this browser no more. */
  lose(): void {
    const { session, clinic } = this.#reply.get()
    if (session.level === 'none') return
    this.#reply.set({ session: { level: 'none' }, clinic })
    const quiet = this.#now() - this.#answeredAt >= IDLE_AFTER
    this.signedOut =
      session.level === 'guest' || session.level === 'companion' ? null : quiet ? 'idle' : 'ended'
    this.emit('over', this.signedOut)
  }

  #onInput(): void {
    if (this.signedIn === null || this.#now() - this.#askedAt < ASK_EVERY) return
    this.#askedAt = this.#now()
    void this.look().catch(() => undefined)
  }
}
