import * as z from 'zod/mini'
import { entryIdSchema, lesionIdSchema, noteIdSchema, photoIdSchema, visitIdSchema } from '../ids.ts'
import { participantSchema } from '../people.ts'
import { shortTextSchema } from '../words.ts'
import { caseEntrySchema } from './course.ts'
import { noteContentSchema } from './notes.ts'
import { slotSchema } from './photos.ts'
import { visitSummarySchema } from './visits.ts'

const epochMs = z.int().check(z.nonnegative())

/** What can be looked at alone. */
export const TIMELINE_KINDS = ['photo', 'note', 'diagnosis', 'treatment', 'visit', 'step'] as const
export const timelineKindSchema = z.enum(TIMELINE_KINDS)
export type TimelineKind = z.infer<typeof timelineKindSchema>

/** What became of the case itself: opened, closed, handed over, and who took part. */
export const CASE_STEPS = [
  'opened',
  'closed',
  'reopened',
  'offered',
  'withdrawn',
  'accepted',
  'declined',
  'taken_over',
  'member_added',
  'member_removed',
] as const
export const caseStepSchema = z.enum(CASE_STEPS)
export type CaseStep = z.infer<typeof caseStepSchema>

const written = { at: epochMs, by: participantSchema }

export const timelineEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('photo'),
    id: photoIdSchema,
    ...written,
    slot: slotSchema,
    lesion: z.nullable(lesionIdSchema),
  }),
  z.object({
    kind: z.literal('note'),
    id: noteIdSchema,
    ...written,
    /** Null for one that is not as it was signed. */
    content: z.nullable(noteContentSchema),
    addendumTo: z.nullable(noteIdSchema),
  }),
  z.object({
    kind: z.enum(['diagnosis', 'treatment']),
    id: entryIdSchema,
    ...written,
    entry: caseEntrySchema,
    /** What an end ends, in the words in which it was begun; null for a beginning. */
    ended: z.nullable(shortTextSchema),
  }),
  z.object({
    kind: z.literal('visit'),
    id: visitIdSchema,
    at: epochMs,
    visit: visitSummarySchema,
  }),
  z.object({
    kind: z.literal('step'),
    id: z.uuid(),
    ...written,
    step: caseStepSchema,
    /** To whom it was offered, or who took part or no longer does. */
    doctor: z.nullable(participantSchema),
  }),
])
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

/** Where a page ends: time and id of its last entry. What is added later is newer, and moves no page. */
export const timelineCursorSchema = z
  .string()
  .check(z.regex(/^\d{1,15}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))

const LARGEST_PAGE = 500

/** GET /api/cases/:caseId/timeline. */
export const timelineQuerySchema = z.object({
  before: z.optional(timelineCursorSchema),
  kind: z.optional(timelineKindSchema),
  /** How many at most; 20 where it is not said. A page to print asks for more. */
  limit: z.optional(
    z.pipe(
      z.string().check(z.regex(/^[1-9]\d{0,2}$/)),
      z.transform((text) => Math.min(LARGEST_PAGE, Number(text))),
    ),
  ),
})

/** The newest first. */
export const timelinePageSchema = z.object({
  entries: z.array(timelineEntrySchema),
  /** For `before`; null at the end. */
  next: z.nullable(timelineCursorSchema),
})
export type TimelinePage = z.infer<typeof timelinePageSchema>
