import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { SystemReply } from '@visita/protocol'
import about from '../../../package.json' with { type: 'json' }
import type { CertificateWatch } from '../../platform/certificate-watch.ts'
import type { Clock } from '../../platform/clock.ts'
import type { BackupSchedule } from '../backup/index.ts'
import type { RelayWatch } from '../relay/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Vault } from '../vault/index.ts'

export interface SystemDeps {
  databaseFile: string
  keyring: Vault['keyring']
  /** Null where no backups are made by themselves. */
  schedule: BackupSchedule | null
  relay: RelayWatch
  /** Whether the forwarding server can be reached; null where there is none. */
  forwarder: () => Promise<boolean | null>
  /** Null where something before the server has the certificate. */
  served: Pick<CertificateWatch, 'endsAt'> | null
  settings: Settings
  clock: Clock
}

/** How the server itself is; nothing of this is about anybody. */
export class System {
  readonly #databaseFile: string
  readonly #keyring: Vault['keyring']
  readonly #schedule: BackupSchedule | null
  readonly #relay: RelayWatch
  readonly #served: SystemDeps['served']
  readonly #forwarder: SystemDeps['forwarder']
  readonly #settings: Settings
  readonly #startedAt: number

  constructor(deps: SystemDeps) {
    this.#databaseFile = deps.databaseFile
    this.#keyring = deps.keyring
    this.#schedule = deps.schedule
    this.#relay = deps.relay
    this.#served = deps.served
    this.#forwarder = deps.forwarder
    this.#settings = deps.settings
    this.#startedAt = deps.clock()
  }

  async look(): Promise<SystemReply> {
    const isReached = await this.#forwarder()
    return {
      version: about.version,
      startedAt: this.#startedAt,
      databaseBytes: await this.#databaseBytes(),
      freeBytes: await freeBytesAt(this.#databaseFile),
      certificateEndsAt: this.#served?.endsAt ?? null,
      keys: await this.#keyring.count(),
      relay: this.#relay.status(),
      forwarder: isReached === null ? null : isReached ? 'reached' : 'unreachable',
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
