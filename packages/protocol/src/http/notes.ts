import * as z from 'zod/mini'
import { caseIdSchema, noteIdSchema, visitIdSchema } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { participantSchema } from '../people.ts'
import { longTextSchema } from '../words.ts'

const epochMs = z.int().check(z.nonnegative())
const revision = z.int().check(z.nonnegative())

/**
 * What the record of a teleconsultation has to say, in this order: the thirteen items of the Portuguese norm (DGS,
 * Norma 005/2014 and what goes with it).
 */
const visitItemsSchema = z.object({
  institution: longTextSchema,
  professionals: longTextSchema,
  patient: longTextSchema,
  time: longTextSchema,
  type: longTextSchema,
  specialty: longTextSchema,
  reason: longTextSchema,
  clinical: longTextSchema,
  diagnosis: longTextSchema,
  decision: longTextSchema,
  tests: longTextSchema,
  episodes: longTextSchema,
  report: longTextSchema,
})
export const VISIT_ITEMS = z.keyof(visitItemsSchema).options
export type VisitItem = (typeof VISIT_ITEMS)[number]

/** A note as it is written; that of a visit by its items. */
export const noteContentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().check(z.maxLength(LIMITS.noteText)) }),
  z.object({ kind: z.literal('visit'), items: visitItemsSchema }),
])
export type NoteContent = z.infer<typeof noteContentSchema>

/**
 * PUT /api/cases/:caseId/notes/:noteId: a draft, in the place of revision `after`, which is 0 for a new one. Where
 * somebody else has written since, or it was signed, it is a `conflict`. Repeating it changes nothing.
 */
export const keepNoteRequestSchema = z.object({
  after: revision,
  content: noteContentSchema,
  /** The visit that it is the record of; of a new note. */
  visit: z.nullable(visitIdSchema),
  /** The signed note that it adds to; of a new note. */
  addendumTo: z.nullable(noteIdSchema),
})
export type KeepNoteRequest = z.infer<typeof keepNoteRequestSchema>

/** PUT /api/cases/:caseId/notes/:noteId/signature: freezes exactly this revision. */
export const signNoteRequestSchema = z.object({ revision })

export const noteSchema = z.object({
  id: noteIdSchema,
  content: noteContentSchema,
  visit: z.nullable(visitIdSchema),
  addendumTo: z.nullable(noteIdSchema),
  revision,
  /** Who wrote it last, and when. */
  by: participantSchema,
  writtenAt: epochMs,
  /** Null for a draft. */
  signed: z.nullable(z.object({ by: participantSchema, at: epochMs })),
})
export type Note = z.infer<typeof noteSchema>

/** A note that is not as it was written, and so is not shown: what was damaged can say anything. */
const unreadableNoteSchema = z.pick(noteSchema, { id: true, by: true, writtenAt: true, signed: true })

/** GET /api/cases/:caseId/notes: the newest first; drafts for those who may write alone. */
export const noteListSchema = z.object({
  notes: z.array(noteSchema),
  unreadable: z.array(unreadableNoteSchema),
})
export type NoteList = z.infer<typeof noteListSchema>
export type UnreadableNote = z.infer<typeof unreadableNoteSchema>

export const ofNoteSchema = z.object({ caseId: caseIdSchema, noteId: noteIdSchema })
