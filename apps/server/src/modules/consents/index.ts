import type { Database } from '../../platform/database.ts'
import { Consents } from './consents.ts'
import { ConsentRepository } from './repository.ts'

export type { Consents } from './consents.ts'
export { consentRoutes } from './routes.ts'

export const createConsents = (
  deps: Omit<ConstructorParameters<typeof Consents>[0], 'repository'> & { db: Database },
): Consents => new Consents({ ...deps, repository: new ConsentRepository(deps.db) })
