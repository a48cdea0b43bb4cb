import * as z from 'zod/mini'
import { connectionIdSchema } from '../ids.ts'
import { LIMITS } from '../limits.ts'

/**
 * What two pages tell each other through the server about one RTCPeerConnection.
 *
 * `from` names the sender's connection. `to` names the receiver's, as far as the sender knows it: a page
 * that was reloaded has a new connection, and what was meant for the old one must not reach it.
 */
const addressed = { from: connectionIdSchema, to: z.nullable(connectionIdSchema) }

export const iceCandidateSchema = z.object({
  candidate: z.string().check(z.maxLength(2_000)),
  sdpMid: z.nullable(z.string().check(z.maxLength(32))),
  sdpMLineIndex: z.nullable(z.int().check(z.minimum(0), z.maximum(255))),
  usernameFragment: z.nullable(z.string().check(z.maxLength(256))),
})

export const signalSchema = z.discriminatedUnion('kind', [
  /** "My connection is this one": sent when a seat is taken and whenever the socket came back. */
  z.object({ kind: z.literal('hello'), ...addressed }),
  z.object({
    kind: z.literal('description'),
    ...addressed,
    description: z.object({
      type: z.enum(['offer', 'answer']),
      sdp: z.string().check(z.maxLength(LIMITS.sdp)),
    }),
  }),
  z.object({ kind: z.literal('candidate'), ...addressed, candidate: iceCandidateSchema }),
  /** The polite side asks the impolite one to restart ICE: both restarting at once freezes the picture. */
  z.object({ kind: z.literal('restart_request'), ...addressed }),
])
export type Signal = z.infer<typeof signalSchema>
