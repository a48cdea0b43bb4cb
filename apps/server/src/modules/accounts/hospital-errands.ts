import type { LinkToken, PersonId, SessionId } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import { hashOf, newToken } from '../../platform/random.ts'
import type { Checks } from './hospital-provider.ts'

/** Long enough to find the telephone that the hospital asks for. */
export const ERRAND_MS = 10 * 60_000
/** What somebody could fill by beginning again and again; the oldest make room. */
const MOST = 10_000

/** Why somebody was sent to the hospital's login. */
export type Purpose =
  | { kind: 'sign_in' }
  | { kind: 'invitation'; token: LinkToken }
  /** To tie the account of this session to it. */
  | { kind: 'bind'; personId: PersonId; sessionId: SessionId }
  /** To show once more who they are, from `page`; `shown`: a code of their second factor is shown already. */
  | { kind: 'proof'; personId: PersonId; sessionId: SessionId; page: string; shown: boolean }

export interface Errand {
  purpose: Purpose
  checks: Checks
}

interface Kept {
  browser: string
  until: number
  /** Null once it was used. */
  errand: Errand | null
}

/** Why there is no errand to go on with, as the audit log has it. */
export type Missing = 'expired' | 'replayed' | 'wrong'

/**
 * Who is at the hospital's login at this moment: what was asked there, found by its `state`, for the browser
 * that asked alone, and once. In memory, since whoever is there while the server restarts can begin again.
 */
export class HospitalErrands {
  readonly #clock: Clock
  readonly #kept = new Map<string, Kept>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Returns what the browser has to keep. */
  begin(errand: Errand): string {
    const browser = newToken()
    this.#makeRoom()
    const until = this.#clock() + ERRAND_MS
    this.#kept.set(errand.checks.state, { browser: hashOf(browser), until, errand })
    return browser
  }

  /** Good once, whether or not it comes from the right browser: a state that got elsewhere is no secret any more. */
  take(state: string, browser: string | undefined): Errand | Missing {
    const kept = this.#kept.get(state)
    if (kept === undefined || kept.until <= this.#clock()) return 'expired'
    const { errand } = kept
    if (errand === null) return 'replayed'
    kept.errand = null
    return browser !== undefined && kept.browser === hashOf(browser) ? errand : 'wrong'
  }

  /** They lie in the order in which they run out. */
  #makeRoom(): void {
    const now = this.#clock()
    for (const [state, { until }] of this.#kept) {
      if (until > now && this.#kept.size < MOST) return
      this.#kept.delete(state)
    }
  }
}
