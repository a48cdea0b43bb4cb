import { auditVerify } from './audit-verify.ts'
import { backup } from './backup.ts'
import { backupVerify } from './backup-verify.ts'
import { certificate } from './certificate.ts'
import type { Command } from './command.ts'
import { keysRotate } from './keys-rotate.ts'
import { relayConfig } from './relay-config.ts'
import { restoreBackup } from './restore.ts'
import { runCommand } from './run.ts'
import { settingsCheck } from './settings-check.ts'
import { settingsDocument } from './settings-document.ts'
import { settingsForget } from './settings-forget.ts'
import { settingsList } from './settings-list.ts'

/** One file each; the help sorts them. */
const COMMANDS: readonly Command[] = [
  auditVerify,
  backup,
  backupVerify,
  certificate,
  keysRotate,
  relayConfig,
  restoreBackup,
  settingsCheck,
  settingsDocument,
  settingsForget,
  settingsList,
]

// As in the server: what we write is for the account that we run as alone.
process.umask(0o077)
process.exitCode = await runCommand(COMMANDS, process.argv.slice(2), {
  env: process.env,
  // npm runs its scripts in the checkout, and says where it was called.
  folder: process.env['INIT_CWD'] ?? process.cwd(),
  print: (text) => void process.stdout.write(`${text}\n`),
  complain: (text) => void process.stderr.write(`${text}\n`),
})
