import * as z from 'zod/mini'
import { caseIdSchema, lesionIdSchema, personIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'
import { partialDateSchema, shortTextSchema } from '../words.ts'
import { courseSchema } from './course.ts'

const epochMs = z.int().check(z.nonnegative())

/** What a case is about; it decides which photographs are asked for. */
export const COMPLAINTS = ['rash', 'mole', 'growth', 'acne', 'hair', 'nail', 'wound', 'other'] as const
export const complaintSchema = z.enum(COMPLAINTS)
export type Complaint = z.infer<typeof complaintSchema>

/** Code of a place on the body, as packages/clinical lists them; the server knows which there are. */
export const bodySiteCodeSchema = z.string().check(z.regex(/^[a-z]+(-[a-z]+)*$/), z.maxLength(32))

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
  /** To whom the responsible doctor has offered it; they stay responsible until it is accepted. */
  offeredTo: z.nullable(participantSchema),
})
export type CaseSummary = z.infer<typeof caseSummarySchema>

/** GET /api/cases/:caseId (B27). */
export const caseSchema = z.extend(caseSummarySchema, {
  patient: participantSchema,
  /** Whether who asks may write into it; a patient, and who only may read, may not. */
  mayWrite: z.boolean(),
  /** Whether the doctor who asks may take it over, because who is responsible no longer works here. */
  mayTakeOver: z.boolean(),
  course: courseSchema,
  /** Beside the responsible doctor. */
  team: z.array(z.extend(participantSchema, { since: epochMs })),
  /** In the order in which they were added. */
  lesions: z.array(lesionSchema),
})
export type Case = z.infer<typeof caseSchema>

/** GET /api/cases: open ones of the doctor who asks, those offered to them first, with whom each is about. */
export const caseListSchema = z.object({
  offered: z.array(z.extend(caseSummarySchema, { patient: participantSchema })),
  own: z.array(z.extend(caseSummarySchema, { patient: participantSchema })),
})
export type CaseList = z.infer<typeof caseListSchema>

/** PUT /api/cases/:caseId/offer. */
export const offerRequestSchema = z.object({ to: personIdSchema })

/** PUT /api/cases/:caseId/offer/answer, by whom it was offered to. */
export const offerAnswerSchema = z.object({ answer: z.enum(['accept', 'decline']) })
export type OfferAnswer = z.infer<typeof offerAnswerSchema>['answer']

export const ofMemberSchema = z.object({ caseId: caseIdSchema, personId: personIdSchema })
export const ofCaseSchema = z.object({ caseId: caseIdSchema })
export const ofNewCaseSchema = z.object({ personId: personIdSchema, caseId: caseIdSchema })
export const ofLesionSchema = z.object({ caseId: caseIdSchema, lesionId: lesionIdSchema })
