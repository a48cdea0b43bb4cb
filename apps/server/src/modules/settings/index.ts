import type { Database } from '../../platform/database.ts'
import { SettingsRepository } from './repository.ts'
import { Settings } from './settings.ts'
import type { Settled } from './settle.ts'

export { type Config, loadConfig } from './config.ts'
export { withSettings } from './document.ts'
export { environmentOf, listSettings } from './listing.ts'
export { forgetSetting } from './repository.ts'
export { settingsRoutes } from './routes.ts'
export type { Settings } from './settings.ts'
export type { Settled } from './settle.ts'

/** `start`: what environment and file say, from `loadConfig`. Throws StartupError. */
export const openSettings = (db: Database, start: Settled): Promise<Settings> =>
  Settings.open(start, new SettingsRepository(db))
