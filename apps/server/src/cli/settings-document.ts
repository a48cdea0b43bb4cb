import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { withSettings } from '../modules/settings/index.ts'
import type { Command } from './command.ts'

/** The working folder is the checkout. */
const DOCUMENT = 'docs/OPERATIONS.md'

export const settingsDocument: Command = {
  name: 'settings document',
  usage: '',
  summary: `Writes the tables of settings in ${DOCUMENT} anew, for who has changed them in the code.`,
  async run(args, { print }) {
    parseArgs({ args })
    await writeFile(DOCUMENT, withSettings(await readFile(DOCUMENT, 'utf8')))
    print(`${DOCUMENT} is up to date.`)
    return 0
  },
}
