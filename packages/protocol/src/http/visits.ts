import * as z from 'zod/mini'
import { chatTextSchema } from '../channel/chat.ts'
import {
  fileIdSchema,
  messageIdSchema,
  personIdSchema,
  roomIdSchema,
  seatTokenSchema,
  visitIdSchema,
} from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { participantSchema } from '../people.ts'
import { endReasonSchema } from '../socket/events.ts'
import { keptLineSchema } from './lines.ts'

const epochMs = z.int().check(z.nonnegative())
export const sha256Schema = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/** PUT /api/visits/:visitId/messages/:messageId, by its author; repeating it changes nothing. */
export const keepMessageRequestSchema = z.object({ text: chatTextSchema, sentAt: epochMs })
export type KeepMessageRequest = z.infer<typeof keepMessageRequestSchema>

/**
 * POST /api/rooms/closing, sent as a beacon while a page closes or reloads. The visit ends unless the seat is
 * resumed soon after.
 */
export const closingRequestSchema = z.object({
  roomId: roomIdSchema,
  seatToken: seatTokenSchema,
  /** The id of the page's socket; null where it has none at this moment. */
  connection: z.nullable(z.string().check(z.maxLength(64))),
})
export type ClosingRequest = z.infer<typeof closingRequestSchema>

/** POST to /api/uploads (tus 1.0) carries these as Upload-Metadata; the id makes a repeated creation find the first. */
export const uploadMetadataSchema = z.object({
  visitId: visitIdSchema,
  fileId: fileIdSchema,
  name: z.string().check(z.minLength(1), z.maxLength(LIMITS.fileName)),
  type: z.string().check(z.maxLength(127)),
  sha256: sha256Schema,
})
export type UploadMetadata = z.infer<typeof uploadMetadataSchema>

/**
 * PUT /api/visits/:visitId/board: the whole board, kept as scene and as picture. `revision` only grows:
 * another scene that is no newer than the kept one is refused as `conflict`, repeating the kept one changes
 * nothing.
 */
export const keepBoardRequestSchema = z.object({
  revision: z.int().check(z.nonnegative()),
  scene: z.string().check(z.maxLength(8 * 1024 ** 2)),
  png: z.base64().check(z.maxLength(16 * 1024 ** 2)),
})
export type KeepBoardRequest = z.infer<typeof keepBoardRequestSchema>

export const keptReplySchema = z.object({ storedAt: epochMs })

/** GET /api/visits/:visitId: the record of a visit (B33), for those who took part. */
export const visitRecordSchema = z.object({
  id: visitIdSchema,
  startedAt: epochMs,
  endedAt: z.nullable(epochMs),
  end: z.nullable(z.object({ reason: endReasonSchema, by: z.nullable(personIdSchema) })),
  participants: z.array(
    z.extend(participantSchema, { joinedAt: z.nullable(epochMs), leftAt: z.nullable(epochMs) }),
  ),
  messages: z.array(
    z.object({ id: messageIdSchema, author: personIdSchema, text: z.string(), sentAt: epochMs }),
  ),
  files: z.array(
    z.object({
      id: fileIdSchema,
      sender: personIdSchema,
      name: z.string(),
      type: z.string(),
      size: z.int().check(z.nonnegative()),
      sha256: sha256Schema,
      complete: z.boolean(),
      sentAt: epochMs,
    }),
  ),
  board: z.nullable(z.object({ revision: z.int(), updatedAt: epochMs })),
  /** One for each page that somebody took part with. */
  lines: z.array(keptLineSchema),
})
export type VisitRecord = z.infer<typeof visitRecordSchema>

/** GET /api/visits: one's own visits, the newest first. */
export const visitSummarySchema = z.extend(
  z.pick(visitRecordSchema, { id: true, startedAt: true, endedAt: true, end: true }),
  { participants: z.array(participantSchema) },
)
export type VisitSummary = z.infer<typeof visitSummarySchema>

export const visitListSchema = z.object({ visits: z.array(visitSummarySchema) })
