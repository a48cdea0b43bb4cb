import { parseArgs } from 'node:util'
import type { Setting } from '@visita/protocol'
import { listSettings } from '../modules/settings/index.ts'
import type { Command } from './command.ts'
import { effectiveSettings } from './effective-settings.ts'

export const settingsList: Command = {
  name: 'settings',
  usage: '',
  summary: 'Prints every setting, its value, and who has set it; secrets are left out.',
  async run(args, { env, print }) {
    parseArgs({ args })
    const rows = listSettings(await effectiveSettings(env)).map(cellsOf)
    const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
    for (const row of rows) print(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    return 0
  },
}

const cellsOf = ({ variable, source, shown }: Setting): string[] => {
  if (!shown.secret) return [variable, source, shown.value === null ? '-' : JSON.stringify(shown.value)]
  return [variable, source, shown.isSet ? '(secret)' : '-']
}
