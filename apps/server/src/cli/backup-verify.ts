import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readBackupKey, verify } from '../modules/backup/index.ts'
import { loadConfig } from '../modules/settings/index.ts'
import { megabytes } from './amounts.ts'
import { type Command, UsageError } from './command.ts'

export const backupVerify: Command = {
  name: 'backup verify',
  usage: 'ARCHIVE',
  summary: 'Restores ARCHIVE beside itself, compares every file and row, and removes what it restored.',
  async run(args, { env, folder, print }) {
    const [archive, ...more] = parseArgs({ args, allowPositionals: true }).positionals
    if (archive === undefined || more.length > 0) throw new UsageError('Name one archive to verify.')
    const key = await readBackupKey(loadConfig(env, []).backupKeyPath, { mayMake: false })
    const { data } = await verify(resolve(folder, archive), key)
    const bytes = data.parts.reduce((sum, part) => sum + part.bytes, 0)
    const rows = Object.values(data.tables).reduce((sum, table) => sum + table.rows, 0)
    print(
      `In order: ${data.parts.length} files, ${megabytes(bytes)}, ${rows} rows, as of ${timeOf(data.madeAt)}.`,
    )
    return 0
  },
}

const timeOf = (madeAt: number): string => new Date(madeAt).toISOString()
