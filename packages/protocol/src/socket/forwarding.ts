import * as z from 'zod/mini'
import { personIdSchema, roomIdSchema } from '../ids.ts'
import { iceCandidateSchema, sdpSchema } from './signals.ts'

/*
 * How the page of a seat sends its picture and sound once, by a server that forwards them sealed. It has one connection
 * up, and one down for each of the others; what is said of one names the person that it is from, oneself for the one up.
 */

const ofRoom = z.object({ roomId: roomIdSchema })
const ofLine = z.extend(ofRoom, { of: personIdSchema })

/** Who sends by the forwarding server at this moment; empty where it is away. */
const publishingSchema = z.array(personIdSchema)

/** The requests of it; each is for who sits in the room alone. */
export const FORWARDING_REQUESTS = {
  /** `offered`: there is a forwarding server. */
  look: { request: ofRoom, reply: z.object({ offered: z.boolean(), publishing: publishingSchema }) },
  /** The offer of the connection up, for its answer. An earlier one of this person ends. */
  publish: { request: z.extend(ofRoom, { sdp: sdpSchema }), reply: z.object({ sdp: sdpSchema }) },
  /** Asks for the offer of a connection down. */
  subscribe: { request: ofLine, reply: z.object({ sdp: sdpSchema }) },
  answer: { request: z.extend(ofLine, { sdp: sdpSchema }), reply: z.object({}) },
  candidate: { request: z.extend(ofLine, { candidate: iceCandidateSchema }), reply: z.object({}) },
  stop: { request: ofLine, reply: z.object({}) },
} as const

export const publishingNewsSchema = z.extend(ofRoom, { publishing: publishingSchema })
