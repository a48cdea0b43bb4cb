import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { eventOf, readBackupKey, restore } from '../modules/backup/index.ts'
import { loadConfig } from '../modules/settings/index.ts'
import { type Command, UsageError } from './command.ts'
import { recordEvent } from './record-event.ts'

export const restoreBackup: Command = {
  name: 'restore',
  usage: '--from ARCHIVE --into FOLDER',
  summary: 'Puts what is in ARCHIVE, with the keyring that lies beside it, into FOLDER, which must be empty.',
  async run(args, { env, folder, print }) {
    const options = { from: { type: 'string' }, into: { type: 'string' } } as const
    const { from, into } = parseArgs({ args, options }).values
    if (from === undefined || into === undefined)
      throw new UsageError('Say --from ARCHIVE and --into FOLDER.')
    const key = await readBackupKey(loadConfig(env, []).backupKeyPath, { mayMake: false })
    const place = resolve(folder, into)
    const { data } = await restore(resolve(folder, from), key, place)
    const bytes = data.parts.reduce((sum, part) => sum + part.bytes, 0)
    const event = eventOf('backup.restored', { files: data.parts.length, bytes })
    await recordEvent(place, event)
    print(`${data.parts.length} files as of ${new Date(data.madeAt).toISOString()} are in ${place}.`)
    print('What came later is lost. Now put the key of the data there (visita.key), and start:')
    print(`  VISITA_DATA_DIR=${place} npm start`)
    for (const [variable, value] of Object.entries(data.environment))
      print(`When it was made, ${variable} was ${JSON.stringify(value)}.`)
    return 0
  },
}
