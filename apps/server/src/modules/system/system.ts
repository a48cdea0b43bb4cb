import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { SystemReply } from '@visita/protocol'
import about from '../../../package.json' with { type: 'json' }
import type { Clock } from '../../platform/clock.ts'
import type { BackupSchedule } from '../backup/index.ts'
import type { RelayWatch } from '../relay/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Vault } from '../vault/index.ts'

/** How the server itself is; nothing of this is about anybody. */
export class System {
  readonly #databaseFile: string
  readonly #keyring: Vault['keyring']
  readonly #schedule: BackupSchedule | null
  readonly #relay: RelayWatch
  readonly #settings: Settings
  readonly #startedAt: number

  constructor(deps: {
    databaseFile: string
    keyring: Vault['keyring']
    /** Null where no backups are made by themselves. */
    schedule: BackupSchedule | null
    relay: RelayWatch
    settings: Settings
    clock: Clock
  }) {
    this.#databaseFile = deps.databaseFile
    this.#keyring = deps.keyring
    this.#schedule = deps.schedule
    this.#relay = deps.relay
    this.#settings = deps.settings
    this.#startedAt = deps.clock()
  }

  async look(): Promise<SystemReply> {
    return {
      version: about.version,
      startedAt: this.#startedAt,
      databaseBytes: await this.#databaseBytes(),
      freeBytes: await freeBytesAt(this.#databaseFile),
      keys: await this.#keyring.count(),
      relay: this.#relay.status(),
      backups: this.#schedule === null ? null : await this.#backups(this.#schedule),
    }
  }

  async #backups(schedule: BackupSchedule): Promise<SystemReply['backups']> {
    const { archives, nextAt, failedAt } = await schedule.status()
    const [newest] = archives
    return {
      folder: schedule.folder,
      everyHours: this.#settings.get('backupHours'),
      count: archives.length,
      newest:
        newest === undefined
          ? null
          : { madeAt: newest.madeAt, bytes: (await stat(join(schedule.folder, newest.name))).size },
      nextAt,
      failedAt,
    }
  }

  /** With what is written and not yet in the file itself. */
  async #databaseBytes(): Promise<number> {
    const sizes = await Promise.all(
      ['', '-wal'].map((end) =>
        stat(`${this.#databaseFile}${end}`).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    )
    return sizes.reduce((sum, size) => sum + size, 0)
  }
}

async function freeBytesAt(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path)
  return bavail * bsize
}
