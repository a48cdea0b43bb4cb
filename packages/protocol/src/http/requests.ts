import * as z from 'zod/mini'
import { knownNameSchema } from '../display-name.ts'
import { personIdSchema, requestIdSchema, visitLinkIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'
import { checkResultSchema } from './check.ts'

const epochMs = z.int().check(z.nonnegative())

/** Why somebody asks for a visit; what they write beside it says the rest. */
export const requestReasonSchema = z.enum(['new_problem', 'follow_up', 'results', 'medicine', 'other'])
export type RequestReason = z.infer<typeof requestReasonSchema>

/** PUT /api/requests/:requestId: asks for a visit (B1). The page makes the id, so repeating it changes nothing. */
export const makeRequestSchema = z.object({
  reason: requestReasonSchema,
  text: z.string().check(z.trim(), z.maxLength(2_000)),
  /** Null for whichever doctor is free first. */
  doctor: z.nullable(personIdSchema),
  urgent: z.boolean(),
})
export type MakeRequest = z.infer<typeof makeRequestSchema>

/** One's own request while it waits. `place` counts from 1; `expectedWait` in milliseconds, null while no doctor is here. */
export const ownRequestSchema = z.object({
  id: requestIdSchema,
  reason: requestReasonSchema,
  text: z.string(),
  doctor: z.nullable(participantSchema),
  urgent: z.boolean(),
  madeAt: epochMs,
  place: z.int().check(z.positive()),
  expectedWait: z.nullable(z.number()),
})
export type OwnRequest = z.infer<typeof ownRequestSchema>

/** As those see it who wait for patients. `said` is null for those who may not read it. */
export const queuedRequestSchema = z.object({
  id: requestIdSchema,
  patient: participantSchema,
  doctor: z.nullable(participantSchema),
  urgent: z.boolean(),
  madeAt: epochMs,
  /** `busy`: somebody calls the patient at this moment, or they are in a visit; `away`: no page of theirs is open. */
  presence: z.enum(['ready', 'busy', 'away']),
  said: z.nullable(z.object({ reason: requestReasonSchema, text: z.string() })),
  /** Null where the patient has not looked. */
  check: z.nullable(checkResultSchema),
})
export type QueuedRequest = z.infer<typeof queuedRequestSchema>

export const ofRequestSchema = z.object({ requestId: requestIdSchema })

/** POST /api/visit-links: a link with which somebody without an account comes to one visit. It is shown once. */
export const makeVisitLinkSchema = z.object({
  displayName: knownNameSchema,
  doctor: z.nullable(personIdSchema),
})
export type MakeVisitLink = z.infer<typeof makeVisitLinkSchema>

const visitLink = { displayName: z.string(), doctor: z.nullable(participantSchema) }
/** POST /api/visit-links/look: what the page of the link shows before it is opened. */
export const visitLinkSchema = z.object(visitLink)
export type VisitLink = z.infer<typeof visitLinkSchema>

/** GET /api/visit-links: one's own, as long as they admit; DELETE /api/visit-links/:visitLinkId withdraws one. */
export const visitLinkListSchema = z.object({
  visitLinks: z.array(z.object({ id: visitLinkIdSchema, ...visitLink, expiresAt: epochMs })),
})
export const ofVisitLinkSchema = z.object({ visitLinkId: visitLinkIdSchema })
export type VisitLinkList = z.infer<typeof visitLinkListSchema>
