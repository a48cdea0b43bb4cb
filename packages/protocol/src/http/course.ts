import * as z from 'zod/mini'
import { caseIdSchema, entryIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'
import { longTextSchema, partialDateSchema, shortTextSchema } from '../words.ts'

const epochMs = z.int().check(z.nonnegative())

/** How sure a diagnosis is (FHIR Condition.verificationStatus, in the words of a clinic). */
export const certaintySchema = z.enum(['suspected', 'probable', 'confirmed'])
export type Certainty = z.infer<typeof certaintySchema>

/** Why a diagnosis no longer stands. */
export const diagnosisEndSchema = z.enum(['resolved', 'wrong'])

/** Why a treatment was stopped: the first two count as its failure in an analysis of drug survival. */
export const stopReasonSchema = z.enum([
  'no_effect',
  'side_effects',
  'remission',
  'finished',
  'pregnancy',
  'wish',
  'other',
])
export type StopReason = z.infer<typeof stopReasonSchema>

/** A code of a classification, such as L40.0 of ICD-10; null where there is none. */
const codeSchema = z.nullable(z.string().check(z.regex(/^[A-Z0-9][A-Z0-9.]{0,15}$/)))

const diagnosis = z.object({
  kind: z.literal('diagnosis'),
  code: codeSchema,
  label: shortTextSchema,
  certainty: certaintySchema,
  from: partialDateSchema,
})
const treatment = z.object({
  kind: z.literal('treatment'),
  what: shortTextSchema,
  code: codeSchema,
  from: partialDateSchema,
})
const diagnosisEnd = z.object({
  kind: z.literal('diagnosis_end'),
  diagnosis: entryIdSchema,
  to: partialDateSchema,
  why: diagnosisEndSchema,
})
const treatmentStop = z.object({
  kind: z.literal('treatment_stop'),
  treatment: entryIdSchema,
  to: partialDateSchema,
  /** Without it nothing is stopped. */
  reason: stopReasonSchema,
  text: longTextSchema,
})

/**
 * PUT /api/cases/:caseId/entries/:entryId: something that is added to a case and never changed. What no longer holds is
 * ended by another entry; ending it twice is a `conflict`. Repeating an entry changes nothing.
 */
export const caseEntrySchema = z.discriminatedUnion('kind', [
  diagnosis,
  diagnosisEnd,
  treatment,
  treatmentStop,
])
export type CaseEntry = z.infer<typeof caseEntrySchema>

const written = { id: entryIdSchema, by: participantSchema, at: epochMs }

/** What the entries come to: each diagnosis and treatment with its end, those that began last first. */
export const courseSchema = z.object({
  diagnoses: z.array(
    z.extend(z.omit(diagnosis, { kind: true }), {
      ...written,
      ended: z.nullable(z.pick(diagnosisEnd, { to: true, why: true })),
    }),
  ),
  treatments: z.array(
    z.extend(z.omit(treatment, { kind: true }), {
      ...written,
      stopped: z.nullable(z.pick(treatmentStop, { to: true, reason: true, text: true })),
    }),
  ),
})
export type Course = z.infer<typeof courseSchema>

export const ofEntrySchema = z.object({ caseId: caseIdSchema, entryId: entryIdSchema })
