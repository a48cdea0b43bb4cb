import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { AuditEvent } from '@visita/protocol'
import { createBackups } from '../modules/backup/index.ts'
import { loadConfig } from '../modules/settings/index.ts'
import { systemClock } from '../platform/clock.ts'
import { megabytes } from './amounts.ts'
import { type Command, UsageError } from './command.ts'
import { recordEvent } from './record-event.ts'

export const backup: Command = {
  name: 'backup',
  usage: '[--to FOLDER]',
  summary: 'Puts an encrypted backup into FOLDER, or where the settings say; the server may go on running.',
  async run(args, { env, folder, print }) {
    const { values } = parseArgs({ args, options: { to: { type: 'string' } } })
    const config = loadConfig(env, [])
    const to = values.to === undefined ? config.backupFolder : resolve(folder, values.to)
    if (to === null) throw new UsageError('Say where to: --to FOLDER, or set VISITA_BACKUP_FOLDER.')
    const record = (event: AuditEvent): Promise<void> => recordEvent(config.dataDir, event)
    const backups = createBackups(config, { clock: systemClock, record })
    const { path, files, bytes } = await backups.make(to)
    print(`${path}: ${files} files, ${megabytes(bytes)}.`)
    print(
      `Keep ${config.backupKeyPath} and the key of the data apart from it: without them it cannot be read.`,
    )
    return 0
  },
}
