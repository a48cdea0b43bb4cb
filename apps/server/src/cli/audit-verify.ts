import { constants, existsSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ChainFault } from '@visita/protocol'
import { checkLog } from '../modules/audit/index.ts'
import { loadConfig } from '../modules/settings/index.ts'
import { readSettings } from '../platform/database.ts'
import { StartupError } from '../platform/startup-error.ts'
import type { Command } from './command.ts'

export const auditVerify: Command = {
  name: 'audit verify',
  usage: '[--anchors FILE]',
  summary: 'Looks for what was changed, removed or moved in the audit log; the server may be running.',
  async run(args, { env, folder, print }) {
    const { values } = parseArgs({ args, options: { anchors: { type: 'string' } } })
    const { dataDir, auditAnchorFile } = loadConfig(env, [])
    const file = values.anchors === undefined ? auditAnchorFile : resolve(folder, values.anchors)
    const isNamed = values.anchors !== undefined
    const { tenant, verdict, damaged } = await verify(join(dataDir, 'visita.db'), file, isNamed)
    if (verdict.whole) {
      print(`The audit log is whole: ${verdict.events} events of the installation ${tenant}.`)
      print(verdict.anchored === 0 ? NOT_ANCHORED : `Anchors vouch for it up to event ${verdict.anchored}.`)
    } else print(`The audit log was changed. ${SENTENCES[verdict.fault](verdict.seq)}`)
    if (damaged > 0)
      print(
        `${damaged} ${damaged === 1 ? 'line' : 'lines'} in the anchor file cannot be read, or belong to another installation.`,
      )
    return verdict.whole && damaged === 0 ? 0 : 1
  },
}

async function verify(databaseFile: string, anchorFile: string, isNamed: boolean) {
  if (!existsSync(databaseFile)) throw new StartupError(`There is no database at ${databaseFile}.`)
  const tenant = (await readSettings(databaseFile)).get('tenant')
  if (tenant === undefined)
    throw new StartupError('The database has no id of its installation, and so no audit log.')
  if (isNamed || existsSync(anchorFile))
    await access(anchorFile, constants.R_OK).catch(unreadable(anchorFile))
  return { tenant, ...(await checkLog({ databaseFile, tenant, anchorFile })) }
}

const unreadable = (file: string) => (cause: unknown) => {
  throw new StartupError(`The anchor file ${file} cannot be read.`, { cause })
}

const NOT_ANCHORED =
  'No anchor vouches for it: events cut from its end together with its head would not show.'

const SENTENCES: Record<ChainFault, (seq: number) => string> = {
  changed: (seq) => `Event ${seq} is not as it was written.`,
  missing: (seq) => `Event ${seq} is missing.`,
  unchained: (seq) => `Event ${seq} does not follow event ${seq - 1}: one of the two was replaced.`,
  cut: (seq) => `Event ${seq} and all after it were cut off.`,
  added: (seq) => `Event ${seq} was added without the head of the log.`,
  replaced: (seq) => `Event ${seq} is another than the one that was written.`,
  headless: () => 'The head of the log is missing.',
}
