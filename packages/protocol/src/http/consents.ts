import * as z from 'zod/mini'
import { consentKindSchema } from '../consent-texts.ts'
import { personIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'

const epochMs = z.int().check(z.nonnegative())
const version = z.int().check(z.positive())

/** A no to something that was agreed to takes it back. */
export const consentAnswerSchema = z.enum(['yes', 'no'])
export type ConsentAnswer = z.infer<typeof consentAnswerSchema>

/** One answer of a patient, to the words of one version (`CONSENT_TEXTS`). It is never changed; the newest holds. */
const givenAnswerSchema = z.object({
  answer: consentAnswerSchema,
  version,
  by: participantSchema,
  at: epochMs,
})

/** GET /api/patients/:personId/consents: each kind once, with every answer to it, the newest first. */
export const consentListSchema = z.object({
  consents: z.array(z.object({ kind: consentKindSchema, answers: z.array(givenAnswerSchema) })),
})
export type Consent = z.infer<typeof consentListSchema>['consents'][number]

/**
 * PUT /api/patients/:personId/consents/:kind: the patient's own answer, after `after` others. Where there are more, or
 * newer words than those of `version`, it is a `conflict`: nobody agrees to what they have not read.
 */
export const answerConsentRequestSchema = z.object({
  after: z.int().check(z.nonnegative()),
  answer: consentAnswerSchema,
  version,
})
export type AnswerConsentRequest = z.infer<typeof answerConsentRequestSchema>

export const ofConsentSchema = z.object({ personId: personIdSchema, kind: consentKindSchema })
