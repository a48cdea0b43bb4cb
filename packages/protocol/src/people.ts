import * as z from 'zod/mini'
import { personIdSchema } from './ids.ts'
import { COMPANION_ROLES } from './roles.ts'

export const availabilitySchema = z.enum(['available', 'ringing', 'in_visit'])
export type Availability = z.infer<typeof availabilitySchema>

/** One person as everybody in the lobby sees them (A4). */
export const personSchema = z.object({
  id: personIdSchema,
  displayName: z.string(),
  availability: availabilitySchema,
})
export type Person = z.infer<typeof personSchema>

/** As what somebody takes part in a visit. */
export const visitRoleSchema = z.enum(['guest', 'patient', 'doctor', ...COMPANION_ROLES])
export type VisitRole = z.infer<typeof visitRoleSchema>

export const participantSchema = z.omit(personSchema, { availability: true })
export type Participant = z.infer<typeof participantSchema>
