import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Audit } from '../audit/index.ts'
import type { Keyring } from '../vault/index.ts'
import { RequestRepository } from './repository.ts'
import { type RequestPorts, Requests } from './requests.ts'

export { requestRoutes } from './routes.ts'
export type { RequestPorts, Requests } from './requests.ts'

export function createRequests(deps: {
  db: Database
  keyring: Keyring
  audit: Audit
  clock: Clock
  ports: RequestPorts
}): Requests {
  return new Requests({ ...deps, repository: new RequestRepository(deps.db, deps.keyring) })
}
