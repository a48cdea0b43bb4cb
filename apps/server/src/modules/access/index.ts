import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Audit } from '../audit/index.ts'
import type { Keyring } from '../vault/index.ts'
import { BreakGlass } from './break-glass.ts'
import { CareTeam } from './care-team.ts'
import { Relations } from './relations.ts'

export type { BreakGlass } from './break-glass.ts'
export { guardApi } from './guard.ts'
export { requireRelation } from './policy.ts'
export type { ReadingRelation, Relations } from './relations.ts'

export interface Access {
  careTeam: CareTeam
  breakGlass: BreakGlass
  relations: Relations
}

export function createAccess(deps: { db: Database; keyring: Keyring; audit: Audit; clock: Clock }): Access {
  const careTeam = new CareTeam(deps.db)
  const breakGlass = new BreakGlass(deps)
  return { careTeam, breakGlass, relations: new Relations({ careTeam, breakGlass }) }
}
