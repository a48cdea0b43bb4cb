import * as z from 'zod/mini'
import { caseIdSchema, lesionIdSchema, questionIdSchema, scoreIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'
import { daySchema, shortTextSchema } from '../words.ts'

const epochMs = z.int().check(z.nonnegative())

/** Id of a score as packages/clinical lists them; the server knows which there are. */
export const instrumentSchema = z.string().check(z.regex(/^[a-z][a-z0-9_]*$/), z.maxLength(32))

/** By the id of what is asked; packages/clinical says which numbers it takes. */
export const answersSchema = z.record(
  z.string().check(z.regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/), z.maxLength(64)),
  z.number(),
)

/**
 * PUT /api/cases/:caseId/scores/:scoreId, of an instrument that doctors answer (X3). The server reckons the total. It is
 * never changed: a correction is another one that names the one in whose place it stands.
 */
export const scoreRequestSchema = z.object({
  instrument: instrumentSchema,
  /** Of the definition that the page has; answers to another are refused. */
  version: z.int(),
  answers: answersSchema,
  /** For an instrument that is about one lesion; null for all others. */
  lesion: z.nullable(lesionIdSchema),
  /** When the skin was so. */
  on: daySchema,
  replaces: z.nullable(scoreIdSchema),
})
export type ScoreRequest = z.infer<typeof scoreRequestSchema>

/** What packages/clinical makes of the answers. */
const outcome = {
  /** The total in whole units of the definition, and in points. */
  units: z.int(),
  points: z.number(),
  band: z.nullable(z.string()),
  /** Part sums, in points. */
  parts: z.record(z.string(), z.number()),
}

/** As it is kept, sealed. */
export const scoreContentSchema = z.extend(z.omit(scoreRequestSchema, { replaces: true }), outcome)
export type ScoreContent = z.infer<typeof scoreContentSchema>

export const scoreSchema = z.extend(scoreContentSchema, {
  id: scoreIdSchema,
  /** What patients say and what doctors see are never one series. */
  series: z.enum(['doctor', 'patient']),
  by: participantSchema,
  at: epochMs,
  replaces: z.nullable(scoreIdSchema),
})
export type Score = z.infer<typeof scoreSchema>

/** PUT /api/cases/:caseId/questions/:questionId: asks the patient to answer it. What is asked already is not asked twice. */
export const questionRequestSchema = z.object({ instrument: instrumentSchema })

/** Asked, and neither answered nor withdrawn yet. */
export const questionSchema = z.object({
  id: questionIdSchema,
  instrument: instrumentSchema,
  by: participantSchema,
  at: epochMs,
})
export type Question = z.infer<typeof questionSchema>

/**
 * GET /api/cases/:caseId/scores: by their days, those of one day as they were written; also those that were replaced. And
 * what the patient is asked.
 */
export const scoreListSchema = z.object({ scores: z.array(scoreSchema), questions: z.array(questionSchema) })
export type ScoreList = z.infer<typeof scoreListSchema>

/** GET /api/questions: of all cases of the patient who asks, the oldest first. */
export const ownQuestionsSchema = z.object({
  questions: z.array(z.extend(questionSchema, { case: caseIdSchema, title: shortTextSchema })),
})
export type OwnQuestions = z.infer<typeof ownQuestionsSchema>

/**
 * PUT /api/cases/:caseId/answers/:scoreId: the patient answers what is asked, or puts another answer in the place of one
 * that they have given. A `conflict` where nothing is asked any more.
 */
export const answerRequestSchema = z.omit(scoreRequestSchema, { lesion: true })
export type AnswerRequest = z.infer<typeof answerRequestSchema>

export const ofQuestionSchema = z.object({ caseId: caseIdSchema, questionId: questionIdSchema })
export const ofScoreSchema = z.object({ caseId: caseIdSchema, scoreId: scoreIdSchema })
