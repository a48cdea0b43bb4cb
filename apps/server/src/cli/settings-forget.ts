import { parseArgs } from 'node:util'
import { forgetSetting, loadConfig } from '../modules/settings/index.ts'
import { changeDatabase } from './change-database.ts'
import { type Command, UsageError } from './command.ts'

export const settingsForget: Command = {
  name: 'settings forget',
  usage: 'SETTING',
  summary: "Takes back what the administrator's page has set, such as staffIdleMinutes.",
  async run(args, { env, print }) {
    const [name, ...more] = parseArgs({ args, allowPositionals: true }).positionals
    if (name === undefined || more.length > 0) throw new UsageError('Name one setting.')
    let forgotten = false
    await changeDatabase(loadConfig(env, []).dataDir, async (tx) => {
      forgotten = await forgetSetting(tx, name)
      if (!forgotten) return null
      const details = { key: name }
      return {
        event: 'settings.changed',
        actor: null,
        actorRole: 'system',
        subject: null,
        object: null,
        details,
      }
    })
    print(
      forgotten
        ? `${name} is taken back. A running server goes on with it until it is started again.`
        : `The administrator's page has not set ${name}.`,
    )
    return forgotten ? 0 : 1
  },
}
