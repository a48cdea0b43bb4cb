import * as z from 'zod/mini'
import { displayNameSchema } from '../display-name.ts'
import { participantSchema } from '../people.ts'

/** PUT /api/identity: says who one is (A3); the session is an HttpOnly cookie. DELETE forgets it. */
export const identifyRequestSchema = z.object({ displayName: displayNameSchema })
export type IdentifyRequest = z.infer<typeof identifyRequestSchema>

/** GET /api/identity: who this browser is, or `null` when it has not said. */
export const identityReplySchema = z.object({ self: z.nullable(participantSchema) })
export type IdentityReply = z.infer<typeof identityReplySchema>
