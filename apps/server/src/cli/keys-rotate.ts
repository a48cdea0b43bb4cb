import { parseArgs } from 'node:util'
import type { AuditEvent } from '@visita/protocol'
import { loadConfig } from '../modules/settings/index.ts'
import { systemClock } from '../platform/clock.ts'
import { openStorage } from '../storage.ts'
import type { Command } from './command.ts'
import { recordEvent } from './record-event.ts'

export const keysRotate: Command = {
  name: 'keys rotate',
  usage: '',
  summary: 'Replaces the key that all others are encrypted with; the server may go on running.',
  async run(args, { env, print }) {
    parseArgs({ args })
    const config = loadConfig(env, [])
    const storage = await openStorage(config, systemClock)
    const { keys, leftToDo } = await storage.vault.rotateKeys().finally(() => storage.close())
    await recordEvent(config.dataDir, rotated(keys))
    print(`The key is replaced: ${keys} keys have been encrypted anew. Back up the keys and the keyring now.`)
    if (leftToDo !== null) print(leftToDo)
    return 0
  },
}

const rotated = (keys: number): AuditEvent => ({
  event: 'key.rotated',
  actor: null,
  actorRole: 'system',
  subject: null,
  object: null,
  details: { keys },
})
