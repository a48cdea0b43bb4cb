import type { Database } from '../../platform/database.ts'
import type { Keyring } from '../vault/index.ts'
import { Backgrounds } from './backgrounds.ts'
import { BackgroundRepository } from './repository.ts'

export { backgroundRoutes } from './routes.ts'
export type { Backgrounds } from './backgrounds.ts'

export function createBackgrounds(
  deps: Omit<ConstructorParameters<typeof Backgrounds>[0], 'repository'> & {
    db: Database
    keyring: Keyring
  },
): Backgrounds {
  return new Backgrounds({ ...deps, repository: new BackgroundRepository(deps.db, deps.keyring) })
}
