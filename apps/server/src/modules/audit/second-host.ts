import type { Logger } from '../../platform/logger.ts'

/** Short, because stopping the server waits for it. */
const ANSWER_MS = 5_000
const FIRST_RETRY_MS = 60_000
const LONGEST_RETRY_MS = 30 * 60_000

/**
 * Sends anchors to a second host by POST and repeats each until it is taken with a status of 2xx. A newer one
 * takes the place of one that still waits, because it vouches for all before it.
 */
export class SecondHost {
  readonly #url: string
  readonly #logger: Logger
  readonly #firstRetryMs: number
  #waiting: string | null = null
  #retry: NodeJS.Timeout | undefined
  #failures = 0
  #sending: Promise<void> = Promise.resolve()

  constructor(deps: { url: string; logger: Logger; firstRetryMs?: number }) {
    this.#url = deps.url
    this.#logger = deps.logger
    this.#firstRetryMs = deps.firstRetryMs ?? FIRST_RETRY_MS
  }

  /** Returns at once. */
  send(line: string): void {
    this.#waiting = line
    this.#failures = 0
    this.#next()
  }

  /** Waits for what is under way, tries once more what waits for its next try, and then gives up. */
  async close(): Promise<void> {
    if (this.#retry !== undefined) this.#next()
    await this.#sending
    this.#cancelRetry()
  }

  #cancelRetry(): void {
    clearTimeout(this.#retry)
    this.#retry = undefined
  }

  #next(): void {
    this.#cancelRetry()
    this.#sending = this.#sending.then(() => this.#try())
  }

  async #try(): Promise<void> {
    const line = this.#waiting
    if (line === null) return
    const problem = await this.#post(line)
    if (problem !== null) {
      this.#logger.warn({ problem }, 'audit head not taken by the second host')
      this.#retryLater()
    } else if (this.#waiting === line) this.#waiting = null
  }

  #retryLater(): void {
    this.#failures += 1
    const delay = Math.min(this.#firstRetryMs * 2 ** (this.#failures - 1), LONGEST_RETRY_MS)
    this.#cancelRetry()
    this.#retry = setTimeout(() => this.#next(), delay).unref()
  }

  /** The status or the kind of error; null when the line was taken. */
  async #post(line: string): Promise<number | string | null> {
    try {
      const { ok, status } = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: line,
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      return ok ? null : status
    } catch (error) {
      return error instanceof Error ? error.name : 'unknown'
    }
  }
}
