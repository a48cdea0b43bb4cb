import type { Role } from '@visita/protocol'
import type { Settings } from '../settings/index.ts'
import type { SessionLevel } from './session-repository.ts'

const MINUTE_MS = 60_000

/** Milliseconds. `idle`: without anything asked; `absolute`: however much it is used. */
export interface SessionLimits {
  idle: number
  absolute: number
  /** After a visit, to keep and read what was written in it. */
  afterVisit: number
}

/** A guest has nothing but the session to come back to what was written. */
const GUEST_AFTER_VISIT_MS = 2 * 60 * MINUTE_MS
/** Long enough to find the telephone with the codes. */
const PENDING: SessionLimits = { idle: 10 * MINUTE_MS, absolute: 10 * MINUTE_MS, afterVisit: 0 }

/** By account. Staff sit at shared computers, patients at their own telephone. */
export interface AccountLimits {
  patient: SessionLimits
  staff: SessionLimits
  guest: SessionLimits
}

const minutes = (idle: number, absolute: number): SessionLimits => ({
  idle: idle * MINUTE_MS,
  absolute: absolute * MINUTE_MS,
  afterVisit: idle * MINUTE_MS,
})

export const accountLimits = (settings: Settings): AccountLimits => ({
  patient: minutes(settings.get('patientIdleMinutes'), settings.get('patientSessionMinutes')),
  staff: minutes(settings.get('staffIdleMinutes'), settings.get('staffSessionMinutes')),
  guest: {
    ...minutes(settings.get('guestSessionMinutes'), settings.get('guestSessionMinutes')),
    afterVisit: GUEST_AFTER_VISIT_MS,
  },
})

/** Of several roles the strictest counts (C19). */
export function limitsOf(
  level: SessionLevel,
  roles: readonly Role[],
  accounts: AccountLimits,
): SessionLimits {
  if (level === 'guest') return accounts.guest
  if (level === 'pending') return PENDING
  return roles.every((role) => role === 'patient') ? accounts.patient : accounts.staff
}
