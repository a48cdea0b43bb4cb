import * as z from 'zod/mini'
import { connectionIdSchema, pageIdSchema } from '../ids.ts'
import { LIMITS } from '../limits.ts'

/**
 * What two pages tell each other through the server about one RTCPeerConnection.
 *
 * The caller makes the offers and is the master of the connection: only a new `page` on the other side makes
 * it start another. The callee's connection belongs to one of the caller's, named by `from`, and is replaced
 * with it. `to` names the receiver's connection as far as the sender knows it, so that what was meant for an
 * earlier one is recognised. (Were each side to answer the other's new connection with one of its own, they
 * would never meet.)
 */
const addressed = {
  page: pageIdSchema,
  from: connectionIdSchema,
  to: z.nullable(connectionIdSchema),
}

export const iceCandidateSchema = z.object({
  candidate: z.string().check(z.maxLength(2_000)),
  sdpMid: z.nullable(z.string().check(z.maxLength(32))),
  sdpMLineIndex: z.nullable(z.int().check(z.minimum(0), z.maximum(255))),
  usernameFragment: z.nullable(z.string().check(z.maxLength(256))),
})

export const sdpSchema = z.string().check(z.maxLength(LIMITS.sdp))

export const signalSchema = z.discriminatedUnion('kind', [
  /** "My connection is this one": sent when a seat is taken and whenever the socket came back. */
  z.object({ kind: z.literal('hello'), ...addressed }),
  z.object({
    kind: z.literal('description'),
    ...addressed,
    description: z.object({
      type: z.enum(['offer', 'answer']),
      sdp: sdpSchema,
    }),
  }),
  z.object({ kind: z.literal('candidate'), ...addressed, candidate: iceCandidateSchema }),
  /** The polite side asks the impolite one to restart ICE: both restarting at once freezes the picture. */
  z.object({ kind: z.literal('restart_request'), ...addressed }),
])
export type Signal = z.infer<typeof signalSchema>
