import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { effectiveSettings } from './effective-settings.ts'

export const settingsCheck: Command = {
  name: 'settings check',
  usage: '',
  summary: 'Says whether the server would start with these settings, and all that is wrong with them.',
  async run(args, { env, print }) {
    parseArgs({ args })
    await effectiveSettings(env)
    print('The settings are in order.')
    return 0
  },
}
