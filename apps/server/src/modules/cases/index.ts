import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Relations } from '../access/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Keyring } from '../vault/index.ts'
import { CaseAccess } from './case-access.ts'
import { CaseRepository } from './case-repository.ts'
import { Cases, type FindPerson } from './cases.ts'
import { LesionRepository } from './lesion-repository.ts'

export type { StoredCase } from './case-repository.ts'
export type { Cases } from './cases.ts'
export { caseRoutes } from './routes.ts'

export interface CaseModule {
  cases: Cases
  /** For modules that keep something in a case: who may, with the key that seals it. */
  access: CaseAccess
  lesions: LesionRepository
}

export function createCases(deps: {
  db: Database
  keyring: Keyring
  relations: Relations
  audit: Audit
  clock: Clock
  findPerson: FindPerson
}): CaseModule {
  const cases = new CaseRepository(deps.db, deps.keyring)
  const access = new CaseAccess({ ...deps, cases })
  const lesions = new LesionRepository(deps.db)
  return { cases: new Cases({ ...deps, access, cases, lesions }), access, lesions }
}
