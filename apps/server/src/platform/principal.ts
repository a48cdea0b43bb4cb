import {
  type ActingRole,
  COMPANION_ROLES,
  type CompanionRole,
  type Participant,
  type Permission,
  PERMISSIONS,
  type PersonId,
  type Role,
  ROLES,
  type SessionId,
} from '@visita/protocol'

/** Somebody with a session: a guest, an account, or an account that still owes its second factor. */
export interface Member {
  kind: 'member'
  person: Participant
  roles: readonly Exclude<ActingRole, 'anonymous'>[]
  sessionId: SessionId
  /** A guest who came by a link to one visit, and whom this clinic knows. */
  byLink: boolean
  /** When they last showed who they are, in epoch milliseconds. */
  provenAt: number
}

/** Who asks. Decided once for each request and each socket, before anything else looks at it. */
export type Principal = { kind: 'anonymous' } | Member

export const rolesOf = (principal: Principal): readonly ActingRole[] =>
  principal.kind === 'anonymous' ? ['anonymous'] : principal.roles

/** As what a member does something that needs this permission: of several roles the one that it is given to. */
export function actorFor(
  { person, roles }: Member,
  permission: Permission,
): { actor: PersonId; actorRole: ActingRole } {
  const named = roles.find((role) => PERMISSIONS[permission][role] !== undefined)
  return { actor: person.id, actorRole: named ?? roles[0] ?? 'anonymous' }
}

/** As what somebody came by a link into a visit that goes on; null for everybody else. */
export const companionRoleOf = ({ roles }: Member): CompanionRole | null =>
  COMPANION_ROLES.find((role) => roles.includes(role)) ?? null

/** Those of the account; none for guests and for who owes a second factor. */
export const accountRolesOf = ({ roles }: Member): Role[] =>
  roles.flatMap((role) => ROLES.find((known) => known === role) ?? [])
