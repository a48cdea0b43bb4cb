import * as z from 'zod/mini'
import { lesionIdSchema, photoIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'

const epochMs = z.int().check(z.nonnegative())
const revision = z.int().check(z.nonnegative())
const part = z.number().check(z.minimum(0), z.maximum(1))
const positive = z.number().check(z.positive())

/** A place on a photograph as it is looked at, as parts of its width and height from the upper left. */
export const photoPointSchema = z.object({ x: part, y: part })
export type PhotoPoint = z.infer<typeof photoPointSchema>

/** What says how large a millimetre is. */
export const photoScaleSchema = z.discriminatedUnion('kind', [
  /** The corners of the printed marker, from its own upper left on, clockwise. */
  z.object({
    kind: z.literal('marker'),
    corners: z.tuple([photoPointSchema, photoPointSchema, photoPointSchema, photoPointSchema]),
  }),
  /** Two points of a ruler, and how far apart they are. */
  z.object({
    kind: z.literal('ruler'),
    from: photoPointSchema,
    to: photoPointSchema,
    mm: z.number().check(z.minimum(1), z.maximum(500)),
  }),
])
export type PhotoScale = z.infer<typeof photoScaleSchema>

/** An outline that somebody has drawn or corrected, with the scale beside it: the sizes follow from the two. */
export const drawnOutlineSchema = z.object({
  outline: z.array(photoPointSchema).check(z.minLength(3), z.maxLength(400)),
  scale: photoScaleSchema,
})
export type DrawnOutline = z.infer<typeof drawnOutlineSchema>

/**
 * PUT /api/cases/:caseId/photos/:photoId/measurement, in the place of revision `after`, which is 0 for the first; null
 * takes it back. Where somebody else has measured since it is a `conflict`; what comes to no size is a `bad_request`
 * whose detail is why. Repeating it changes nothing.
 */
export const measureRequestSchema = z.object({ after: revision, drawn: z.nullable(drawnOutlineSchema) })
export type MeasureRequest = z.infer<typeof measureRequestSchema>

/** Never without its error. */
export const measuredSizeSchema = z.object({
  areaMm2: positive,
  /** From one end to the other, where it is longest. */
  longestMm: positive,
  /** Of the area, as a part of it: 0.1 for ± 10 %. */
  error: positive,
})
export type MeasuredSize = z.infer<typeof measuredSizeSchema>

/** The newest of a photograph; null where it was taken back. */
export const measurementSchema = z.object({
  photo: photoIdSchema,
  /** As the photograph has it. */
  lesion: z.nullable(lesionIdSchema),
  takenAt: epochMs,
  revision,
  by: participantSchema,
  at: epochMs,
  measured: z.nullable(z.extend(measuredSizeSchema, drawnOutlineSchema.shape)),
})
export type Measurement = z.infer<typeof measurementSchema>

/** GET /api/cases/:caseId/measurements. */
export const measurementListSchema = z.object({ measurements: z.array(measurementSchema) })
