import type { Connection } from '../../platform/sockets.ts'
import type { Attendee } from '../visits/index.ts'

/** Who is both doctor and patient here is a doctor in what they do for others. */
export function attendeeOf({ member: { person, roles } }: Connection): Attendee {
  if (roles.includes('doctor')) return { person, role: 'doctor' }
  return { person, role: roles.includes('patient') ? 'patient' : 'guest' }
}
