import * as z from 'zod'
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

const epochMs = z.int().nonnegative()
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

/** PUT /api/visits/:visitId/messages/:messageId, by its author; repeating it changes nothing. */
export const keepMessageRequestSchema = z.object({ text: chatTextSchema, sentAt: epochMs })
export type KeepMessageRequest = z.infer<typeof keepMessageRequestSchema>

/**
 * POST /api/rooms/closing, sent as a beacon while a page closes or reloads. The visit ends unless the seat is
 * resumed soon after.
 */
export const closingRequestSchema = z.object({ roomId: roomIdSchema, seatToken: seatTokenSchema })

/** POST to /api/uploads (tus 1.0) carries these as Upload-Metadata; the id makes a repeated creation find the first. */
export const uploadMetadataSchema = z.object({
  visitId: visitIdSchema,
  fileId: fileIdSchema,
  name: z.string().min(1).max(LIMITS.fileName),
  type: z.string().max(127),
  sha256: sha256Schema,
})
export type UploadMetadata = z.infer<typeof uploadMetadataSchema>

/**
 * PUT /api/visits/:visitId/board: the whole board, kept as scene and as picture. `revision` only grows; an
 * older one than the kept is ignored, so that a late retry cannot undo a newer board.
 */
export const keepBoardRequestSchema = z.object({
  revision: z.int().nonnegative(),
  scene: z.string().max(8 * 1024 ** 2),
  png: z.base64().max(16 * 1024 ** 2),
})
export type KeepBoardRequest = z.infer<typeof keepBoardRequestSchema>

export const keptReplySchema = z.object({ storedAt: epochMs })

/** GET /api/visits/:visitId: the record of a visit (B33), for those who took part. */
export const visitRecordSchema = z.object({
  id: visitIdSchema,
  startedAt: epochMs,
  endedAt: epochMs.nullable(),
  end: z.object({ reason: endReasonSchema, by: personIdSchema.nullable() }).nullable(),
  participants: z.array(
    participantSchema.extend({ joinedAt: epochMs.nullable(), leftAt: epochMs.nullable() }),
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
      size: z.int().nonnegative(),
      sha256: sha256Schema,
      complete: z.boolean(),
      sentAt: epochMs,
    }),
  ),
  board: z.object({ revision: z.int(), updatedAt: epochMs }).nullable(),
})
export type VisitRecord = z.infer<typeof visitRecordSchema>

/** GET /api/visits: one's own visits, the newest first. */
export const visitSummarySchema = visitRecordSchema
  .pick({ id: true, startedAt: true, endedAt: true, end: true })
  .extend({ participants: z.array(participantSchema) })
export type VisitSummary = z.infer<typeof visitSummarySchema>

export const visitListSchema = z.object({ visits: z.array(visitSummarySchema) })
