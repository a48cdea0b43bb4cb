import * as z from 'zod/mini'
import { caseIdSchema, lesionIdSchema, personIdSchema } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { participantSchema } from '../people.ts'

const epochMs = z.int().check(z.nonnegative())

/** One line that somebody writes and that must not be empty. */
export const shortTextSchema = z.string().check(z.trim(), z.minLength(1), z.maxLength(LIMITS.shortText))

/** What a case is about; it decides which photographs are asked for. */
export const COMPLAINTS = ['rash', 'mole', 'growth', 'acne', 'hair', 'nail', 'wound', 'other'] as const
export const complaintSchema = z.enum(COMPLAINTS)
export type Complaint = z.infer<typeof complaintSchema>

/** Code of a place on the body, as packages/clinical lists them; the server knows which there are. */
export const bodySiteCodeSchema = z.string().check(z.regex(/^[a-z]+(-[a-z]+)*$/), z.maxLength(32))

/** A day, a month or a year (FHIR `dateTime` without time): people rarely know the day on which something began. */
export const partialDateSchema = z
  .string()
  .check(z.regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/))

/** PUT /api/cases/:caseId/lesions/:lesionId: keeps one followed lesion, or corrects what is said of it. */
export const lesionRequestSchema = z.object({
  site: bodySiteCodeSchema,
  label: shortTextSchema,
  /** Since when the patient has it; null where nobody knows. */
  since: z.nullable(partialDateSchema),
})
export type LesionRequest = z.infer<typeof lesionRequestSchema>

export const lesionSchema = z.extend(lesionRequestSchema, { id: lesionIdSchema, addedAt: epochMs })
export type Lesion = z.infer<typeof lesionSchema>

/** PUT /api/patients/:personId/cases/:caseId: who opens a case is responsible for it. Repeating it changes nothing. */
export const openCaseRequestSchema = z.object({ title: shortTextSchema, complaint: complaintSchema })
export type OpenCaseRequest = z.infer<typeof openCaseRequestSchema>

/** PUT /api/cases/:caseId/state. */
export const caseStateSchema = z.enum(['open', 'closed'])
export type CaseState = z.infer<typeof caseStateSchema>
export const caseStateRequestSchema = z.object({ state: caseStateSchema })

/** A case as it is listed in the patient's record. */
export const caseSummarySchema = z.extend(openCaseRequestSchema, {
  id: caseIdSchema,
  state: caseStateSchema,
  openedAt: epochMs,
  closedAt: z.nullable(epochMs),
  /** Exactly one doctor at any time. */
  responsible: participantSchema,
})
export type CaseSummary = z.infer<typeof caseSummarySchema>

/** GET /api/cases/:caseId (B27). */
export const caseSchema = z.extend(caseSummarySchema, {
  patient: participantSchema,
  /** In the order in which they were added. */
  lesions: z.array(lesionSchema),
})
export type Case = z.infer<typeof caseSchema>

export const ofCaseSchema = z.object({ caseId: caseIdSchema })
export const ofNewCaseSchema = z.object({ personId: personIdSchema, caseId: caseIdSchema })
export const ofLesionSchema = z.object({ caseId: caseIdSchema, lesionId: lesionIdSchema })
