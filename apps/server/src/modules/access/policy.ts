import { may, mayEver, type Permission, type PersonId, type Relation } from '@visita/protocol'
import { type Denial, Refusal } from '../../platform/http-errors.ts'
import { type Principal, rolesOf } from '../../platform/principal.ts'

/** Refuses who can never do this, before anything is looked up. */
export function requireEver(principal: Principal, permission: Permission): void {
  if (mayEver(rolesOf(principal), permission)) return
  // Whoever has no session can ask without end: that they do is for the log of the server, not for this one.
  if (principal.kind === 'anonymous') throw new Refusal('not_identified')
  const code = principal.roles.includes('pending') ? 'second_factor_needed' : 'forbidden'
  throw Refusal.denied(code, { permission, relation: 'unknown', subject: null, object: null })
}

/**
 * Refuses who may not do this to this thing. As `not_found`, because to them it does not exist: ids cannot be
 * tried (C13).
 */
export function requireRelation(
  principal: Principal,
  permission: Permission,
  relation: Relation,
  about: { subject: PersonId | null; object: string | null },
): void {
  requireEver(principal, permission)
  const denial: Denial = { permission, relation, ...about }
  if (!may(rolesOf(principal), permission, relation)) throw Refusal.denied('not_found', denial)
}
