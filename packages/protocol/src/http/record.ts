import * as z from 'zod/mini'
import { personIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'
import { caseSummarySchema } from './cases.ts'
import { loginSchema } from './session.ts'
import { visitSummarySchema } from './visits.ts'

const epochMs = z.int().check(z.nonnegative())

/** GET /api/patients: one's own patients for a doctor, all for a coordinator; names alone. */
export const patientListSchema = z.object({ patients: z.array(participantSchema) })

/** POST /api/patients/find: by the whole e-mail address, so that nobody can leaf through the patients. */
export const findPatientRequestSchema = z.object({ login: loginSchema })
export const findPatientReplySchema = z.object({ patient: z.nullable(participantSchema) })

/** GET /api/patients/:personId: the record (B27 in part). */
export const patientRecordSchema = z.object({
  patient: participantSchema,
  careTeam: z.array(z.extend(participantSchema, { since: epochMs })),
  /** The newest first. */
  cases: z.array(caseSummarySchema),
  visits: z.array(visitSummarySchema),
  /** When access against the rule ends, for a doctor who has the record open so; null for everybody else. */
  breakGlassUntil: z.nullable(epochMs),
})
export type PatientRecord = z.infer<typeof patientRecordSchema>

export const ofPatientSchema = z.object({ personId: personIdSchema })

export const breakGlassIdSchema = z.uuid().brand<'BreakGlassId'>()
export type BreakGlassId = z.infer<typeof breakGlassIdSchema>
export const ofBreakGlassSchema = z.object({ breakGlassId: breakGlassIdSchema })

/** POST /api/break-glass (X7): refused as `proof_needed` unless the doctor has just shown who they are. */
export const breakGlassRequestSchema = z.object({
  patient: personIdSchema,
  reason: z.string().check(z.trim(), z.minLength(10), z.maxLength(1_000)),
})
export const breakGlassReplySchema = z.object({ id: breakGlassIdSchema, endsAt: epochMs })

/** GET /api/break-glass/open: what the doctor who asks has open now. A patient who was erased has no name. */
export const openBreakGlassListSchema = z.object({
  accesses: z.array(
    z.object({
      id: breakGlassIdSchema,
      patientId: personIdSchema,
      patient: z.nullable(participantSchema),
      /** Milliseconds, and not a time: the device's clock may be minutes off. */
      remainingMs: z.number(),
    }),
  ),
})
export type OpenBreakGlass = z.infer<typeof openBreakGlassListSchema>['accesses'][number]

/** GET /api/break-glass/waiting: how many accesses have no verdict yet. */
export const waitingBreakGlassSchema = z.object({ waiting: z.int().check(z.nonnegative()) })

export const verdictSchema = z.enum(['justified', 'unjustified', 'unclear'])
export type Verdict = z.infer<typeof verdictSchema>

/** GET /api/break-glass: for the privacy officer, those without a verdict first. A patient who was erased has no name. */
export const breakGlassListSchema = z.object({
  accesses: z.array(
    z.object({
      id: breakGlassIdSchema,
      doctor: participantSchema,
      patient: z.nullable(participantSchema),
      reason: z.nullable(z.string()),
      openedAt: epochMs,
      endsAt: epochMs,
      verdict: z.nullable(verdictSchema),
    }),
  ),
})
export type BreakGlassAccess = z.infer<typeof breakGlassListSchema>['accesses'][number]

/** PUT /api/break-glass/:breakGlassId/verdict. */
export const verdictRequestSchema = z.object({ verdict: verdictSchema })
