import type { ErrorCode } from '@visita/protocol'

/** What can come between somebody and their passkey, before the server hears of it. */
type PasskeyProblem = 'passkey_not_given' | 'passkey_elsewhere' | 'passkey_known'

/** Why something asked of the server did not happen; `offline` when it could not be asked at all. */
export type RefusalCode = ErrorCode | PasskeyProblem | 'offline'

export class Refused extends Error {
  readonly code: RefusalCode
  /** Names the field or the problem, for a form. */
  readonly detail: string | null

  constructor(code: RefusalCode, detail: string | null = null) {
    super(code)
    this.name = 'Refused'
    this.code = code
    this.detail = detail
  }
}

export const refusalCodeOf = (error: unknown): RefusalCode =>
  error instanceof Refused ? error.code : 'internal'
