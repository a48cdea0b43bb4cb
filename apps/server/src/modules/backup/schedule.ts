import type { AuditEvent } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Settings } from '../settings/index.ts'
import type { Backups } from './backups.ts'
import { type Archive, listArchives } from './folder.ts'

/** How often it is asked whether a backup is due: also how soon a failed one is tried again. */
const LOOK_MS = 10 * 60 * 1000
const HOUR_MS = 60 * 60 * 1000

interface ScheduleOptions {
  backups: Backups
  folder: string
  settings: Settings
  clock: Clock
  logger: Logger
}

/** How the backups of a folder stand, in epoch milliseconds. */
export interface BackupStatus {
  /** The archives of data in the folder, the newest first. */
  archives: readonly Archive[]
  /** When the next is due; null while one is being made. */
  nextAt: number | null
  /** When the last one that this process tried could not be made, or now where the folder cannot be read. */
  failedAt: number | null
}

/** Makes backups by itself and for whoever asks, one at a time. Whoever starts it stops it. */
export class BackupSchedule {
  readonly folder: string
  readonly #options: ScheduleOptions
  readonly #stopping = new AbortController()
  readonly #timer: NodeJS.Timeout
  #underWay: Promise<void> | null = null
  #failedAt: number | null = null

  constructor(options: ScheduleOptions) {
    this.folder = options.folder
    this.#options = options
    this.#timer = setInterval(() => this.#begin(() => this.#makeIfDue()), LOOK_MS).unref()
    this.#begin(() => this.#makeIfDue())
  }

  /** Begins a backup for `by`, unless one is being made already. */
  makeNow(by: Pick<AuditEvent, 'actor' | 'actorRole'>): void {
    this.#begin(() => this.#make(by))
  }

  async status(): Promise<BackupStatus> {
    const found = await this.#archives().catch(() => null)
    const archives = found ?? []
    const last = archives[0]?.madeAt
    const { settings, clock } = this.#options
    const nextAt = last === undefined ? clock() : last + settings.get('backupHours') * HOUR_MS
    return {
      archives,
      nextAt: this.#underWay === null ? nextAt : null,
      failedAt: found === null ? clock() : this.#failedAt,
    }
  }

  /** Ends one under way and removes what is there of it. */
  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#stopping.abort()
    await this.#underWay
  }

  #begin(work: () => Promise<void>): void {
    this.#underWay ??= work()
      .catch((error: unknown) => {
        if (this.#stopping.signal.aborted) return
        this.#failedAt = this.#options.clock()
        this.#options.logger.error({ err: error }, 'backup not made')
      })
      .then(() => void (this.#underWay = null))
  }

  async #makeIfDue(): Promise<void> {
    const [last] = await this.#archives()
    const { settings, clock } = this.#options
    if (last !== undefined && clock() - last.madeAt < settings.get('backupHours') * HOUR_MS) return
    await this.#make()
  }

  async #make(by?: Pick<AuditEvent, 'actor' | 'actorRole'>): Promise<void> {
    const { backups, settings, logger } = this.#options
    const made = await backups.make(this.folder, this.#stopping.signal, by)
    this.#failedAt = null
    logger.info({ files: made.files, bytes: made.bytes }, 'backup made')
    await backups.prune(this.folder, {
      keep: settings.get('backupKeep'),
      keepDays: settings.get('backupKeepDays'),
    })
  }

  /** One from the future is of a clock that has been put back since, and must not stop all that follow. */
  async #archives(): Promise<Archive[]> {
    const now = this.#options.clock()
    return (await listArchives(this.folder)).filter(
      ({ contents, madeAt }) => contents === 'data' && madeAt <= now,
    )
  }
}
