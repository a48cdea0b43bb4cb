import type { LobbyMode, VisitRole } from '@visita/protocol'
import type { Member } from '../../platform/principal.ts'

/** Those who may see the same people. */
export type Audience = 'doctor' | 'coordinator' | 'patient' | 'guest' | 'nobody'

/** Whoever came by a link is a patient of this clinic, whatever they are called. */
export function audienceOf({ roles, byLink }: Member): Audience {
  if (roles.includes('doctor')) return 'doctor'
  if (roles.includes('coordinator')) return 'coordinator'
  if (roles.includes('patient') || byLink) return 'patient'
  return roles.includes('guest') ? 'guest' : 'nobody'
}

/** Of somebody of whom only their part in a visit is known. */
export const audienceOfRole = (role: VisitRole): Audience =>
  role === 'interpreter' || role === 'relative' ? 'nobody' : role

/**
 * Who may see somebody of this audience. Doctors and guests of the quick lobby are there to be seen; that somebody
 * is a patient of this clinic is for its doctors alone to know.
 */
export function audiencesFor(shown: Audience, mode: LobbyMode): readonly Audience[] {
  if (mode === 'off') return []
  const guests: readonly Audience[] = mode === 'open' ? ['guest'] : []
  switch (shown) {
    case 'doctor':
      return ['doctor', 'patient', ...guests]
    case 'patient':
      return ['doctor']
    case 'guest':
      return mode === 'open' ? ['doctor', 'guest'] : ['doctor']
    case 'coordinator':
    case 'nobody':
      return []
  }
}
