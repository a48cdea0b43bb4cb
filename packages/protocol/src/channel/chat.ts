import * as z from 'zod/mini'
import { messageIdSchema } from '../ids.ts'
import { LIMITS } from '../limits.ts'

/** They turn the direction of what follows by force, so that an address or a dose could be read backwards. */
const DIRECTION_OVERRIDES = /[\u202d\u202e]/g

export const chatTextSchema = z.string().check(
  z.overwrite((text) => text.replaceAll(DIRECTION_OVERRIDES, '')),
  z.trim(),
  z.minLength(1),
  z.maxLength(LIMITS.chatText),
)

/** A line of chat: kept by its sender until the other page says `received`, so a new connection loses none. */
export const chatMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    id: messageIdSchema,
    text: chatTextSchema,
    sentAt: z.int().check(z.nonnegative()),
  }),
  z.object({ type: z.literal('received'), id: messageIdSchema }),
])
export type ChatMessage = z.infer<typeof chatMessageSchema>
