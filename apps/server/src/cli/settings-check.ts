import { parseArgs } from 'node:util'
import { loadConfig } from '../platform/config.ts'
import type { Command } from './command.ts'

export const settingsCheck: Command = {
  name: 'settings check',
  usage: '',
  summary: 'Says whether the server would start with these settings, and what is wrong with them.',
  async run(args, { env, print }) {
    parseArgs({ args })
    loadConfig(env, [])
    print('The settings are in order.')
    return 0
  },
}
