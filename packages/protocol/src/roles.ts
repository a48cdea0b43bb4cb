import * as z from 'zod/mini'

/** What an account can be; a person can be several at once. */
export const ROLES = [
  'patient',
  'doctor',
  'coordinator',
  'analyst',
  'privacy_officer',
  'administrator',
] as const
export const roleSchema = z.enum(ROLES)
export type Role = z.infer<typeof roleSchema>

/** Everybody but patients needs a second factor: they reach what belongs to others. */
export const isStaff = (roles: readonly Role[]): boolean => roles.some((role) => role !== 'patient')

/** Who came with a doctor's link into a visit that goes on, for somebody who is in it. */
export const COMPANION_ROLES = ['interpreter', 'relative'] as const
export const companionRoleSchema = z.enum(COMPANION_ROLES)
export type CompanionRole = z.infer<typeof companionRoleSchema>

/**
 * As what somebody asks. Besides the roles of accounts: `anonymous` has no session, `guest` said a name in the
 * quick lobby or came by a link to one visit, `pending` has given a password and owes the second factor.
 */
export const ACTING_ROLES = ['anonymous', 'guest', 'pending', ...COMPANION_ROLES, ...ROLES] as const
export type ActingRole = (typeof ACTING_ROLES)[number]
