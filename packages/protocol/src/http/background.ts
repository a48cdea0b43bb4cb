import * as z from 'zod/mini'
import { participantSchema } from '../people.ts'
import { longTextSchema, shortTextSchema } from '../words.ts'

const epochMs = z.int().check(z.nonnegative())
const revision = z.int().check(z.nonnegative())

/** Null where nobody has said yet; empty where there is nothing. */
const said = z.nullable(z.array(shortTextSchema).check(z.maxLength(50)))

/** What a doctor has to know of a patient before anything else. The patient is asked for it before the first visit. */
export const backgroundContentSchema = z.object({
  allergies: said,
  medicines: said,
  /** Illnesses and operations. */
  illnesses: longTextSchema,
  /** Of the skin, also in the family. */
  skin: longTextSchema,
  /** Some treatments harm an unborn child. */
  pregnancy: z.nullable(z.enum(['no', 'yes', 'perhaps'])),
})
export type BackgroundContent = z.infer<typeof backgroundContentSchema>

/** GET /api/patients/:personId/background. */
export const backgroundSchema = z.object({
  /** Counts what was written; 0 before anything was. */
  revision,
  content: backgroundContentSchema,
  /** By whom and when it was written last. */
  last: z.nullable(z.object({ by: participantSchema, at: epochMs })),
})
export type Background = z.infer<typeof backgroundSchema>

/**
 * PUT /api/patients/:personId/background: the whole of it, in the place of revision `after`. Where another has been
 * written since it is a `conflict`, so that nobody's words are lost unseen.
 */
export const keepBackgroundRequestSchema = z.object({ after: revision, content: backgroundContentSchema })
export const keptRevisionSchema = z.object({ revision })
