import { companionRoleOf } from '../../platform/principal.ts'
import type { Connection } from '../../platform/sockets.ts'
import type { Attendee } from '../visits/index.ts'

/** Who is both doctor and patient here is a doctor in what they do for others. */
export function attendeeOf({ member }: Connection): Attendee {
  const { person, roles } = member
  if (roles.includes('doctor')) return { person, role: 'doctor' }
  const companion = companionRoleOf(member)
  if (companion !== null) return { person, role: companion }
  return { person, role: roles.includes('patient') ? 'patient' : 'guest' }
}
