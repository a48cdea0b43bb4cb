import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Vault } from '../vault/index.ts'
import { SessionCookie } from './cookie.ts'
import { Identity, type VisitsOfPeople } from './identity.ts'
import { PeopleRepository } from './repository.ts'

export type { Identity } from './identity.ts'
export { identityRoutes } from './routes.ts'

/** `secure`: the pages are served over HTTPS. Sessions that ran out are removed first. */
export async function createIdentity(deps: {
  db: Database
  vault: Vault
  visits: VisitsOfPeople
  clock: Clock
  secure: boolean
}): Promise<Identity> {
  const people = new PeopleRepository(deps.db, deps.vault.keyring)
  const { visits, clock } = deps
  const identity = new Identity({ people, cookie: new SessionCookie(deps.secure), visits, clock })
  await identity.removeExpired()
  return identity
}
