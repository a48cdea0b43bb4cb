import type { AuditEvent } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import { type Config, environmentOf } from '../settings/index.ts'
import { Backups, type Made } from './backups.ts'

/** Encrypted archives of everything that is kept (B16). */
export { readBackupKey } from './backup-key.ts'
export type { Backups } from './backups.ts'
export { restore, type Restored } from './restore.ts'
export { BackupSchedule } from './schedule.ts'
export { verify } from './verify.ts'

/** `record` puts the event of each backup into the audit log. */
export const createBackups = (
  config: Config,
  { clock, record }: { clock: Clock; record: (event: AuditEvent) => Promise<void> },
): Backups =>
  new Backups({
    dataDir: config.dataDir,
    keyPath: config.backupKeyPath,
    settingsPath: config.settingsPath,
    environment: environmentOf(config.settled),
    clock,
    record: (made, by) => record({ ...eventOf('backup.made', made), ...by }),
  })

/** By nobody, unless somebody is named: a timer, or whoever holds the terminal. */
export const eventOf = (
  event: 'backup.made' | 'backup.restored',
  { files, bytes }: Pick<Made, 'files' | 'bytes'>,
): AuditEvent => ({
  event,
  actor: null,
  actorRole: 'system',
  subject: null,
  object: null,
  details: { files, bytes },
})
