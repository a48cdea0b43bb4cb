import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { loadConfig, openSettings, type Settled } from '../modules/settings/index.ts'
import { openReadOnly } from '../platform/database.ts'

/** The settings as a server started now would have them, the administrator's included. Throws StartupError. */
export async function effectiveSettings(env: NodeJS.ProcessEnv): Promise<Settled> {
  const { dataDir, settled } = loadConfig(env, [])
  const file = join(dataDir, 'visita.db')
  if (!existsSync(file)) return settled
  const db = openReadOnly(file)
  try {
    return (await openSettings(db, settled)).settled
  } finally {
    await db.destroy()
  }
}
