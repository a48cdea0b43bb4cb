import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'
import { StartupError } from '../../platform/startup-error.ts'
import { appendLine, lineOf, touchAnchors } from './anchor-file.ts'
import { SecondHost } from './second-host.ts'

const HOUR_MS = 60 * 60 * 1000

interface AnchorOptions {
  db: Database
  tenant: string
  clock: Clock
  logger: Logger
  /** Best on another disk than the database. */
  file: string
  /** A second host that is sent each anchor as well; null for none. */
  url: string | null
}

/**
 * Writes the head of the log outside the database every hour and at the end, so that whoever can change the
 * database cannot hide it (C33).
 */
export class Anchors {
  readonly #options: AnchorOptions
  readonly #secondHost: SecondHost | null
  readonly #timer: NodeJS.Timeout
  #anchored = 0
  #appending: Promise<void> = Promise.resolve()

  private constructor(options: AnchorOptions) {
    const { url, logger } = options
    this.#options = options
    this.#secondHost = url === null ? null : new SecondHost({ url, logger })
    this.#timer = setInterval(() => void this.#appendOrLog(), HOUR_MS).unref()
  }

  /** Throws StartupError where the file cannot be written: better now than unnoticed for months. */
  static async open(options: AnchorOptions): Promise<Anchors> {
    try {
      await touchAnchors(options.file)
    } catch (cause) {
      throw new StartupError(
        `The file ${options.file}, which the head of the audit log is written to, cannot be written. ` +
          'Make its folder, or name another with VISITA_AUDIT_ANCHOR_FILE, and start again.',
        { cause },
      )
    }
    return new Anchors(options)
  }

  /** Anchors the head, unless it is where it was. Rejects when the file cannot be written. */
  append(): Promise<void> {
    const appended = this.#appending.then(() => this.#append())
    this.#appending = appended.catch(() => undefined)
    return appended
  }

  /** Anchors the head a last time; after this the database may close. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#appendOrLog()
    await this.#secondHost?.close()
  }

  /** Nobody waits who could be told: what fails is logged, and made up for at the next hour. */
  async #appendOrLog(): Promise<void> {
    await this.append().catch((error: unknown) =>
      this.#options.logger.error({ err: error }, 'audit head not anchored'),
    )
  }

  async #append(): Promise<void> {
    const { db, tenant, clock, file } = this.#options
    const { seq, hash } = await db
      .selectFrom('audit_head')
      .select(['seq', 'hash'])
      .where('tenant', '=', tenant)
      .executeTakeFirstOrThrow()
    if (seq === this.#anchored) return
    const line = lineOf({ tenant, seq, hash, at: clock() })
    await appendLine(file, line)
    this.#anchored = seq
    this.#secondHost?.send(line)
  }
}
