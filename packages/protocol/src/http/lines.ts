import * as z from 'zod/mini'
import { pageIdSchema, personIdSchema } from '../ids.ts'

const DAY = 86_400
const seconds = z.int().check(z.nonnegative(), z.maximum(DAY))
const amount = z.number().check(z.nonnegative(), z.maximum(1e12))

/** Of samples taken once a second; `high` is the 95th percentile. */
const spreadSchema = z.object({ mean: amount, median: amount, high: amount })
export type Spread = z.infer<typeof spreadSchema>

/** How two pages reach each other: directly, or through a relay and how this page reaches that. Never an address. */
export const wayOutSchema = z.enum(['direct', 'relay_udp', 'relay_tcp', 'relay_tls'])
export type WayOut = z.infer<typeof wayOutSchema>

/**
 * How the line was for one page of one person, while it was connected (B7). Null where the browser did not say.
 * PUT /api/visits/:visitId/lines/:pageId, by that person; the newest one stays.
 */
export const lineSummarySchema = z.object({
  /** How long each verdict stood. */
  seconds: z.object({ good: seconds, weak: seconds, voice_only: seconds }),
  way: z.nullable(wayOutSchema),
  /** Seconds. */
  roundTrip: z.nullable(spreadSchema),
  /** Shares of packets, 0 to 1. */
  sentLoss: z.nullable(spreadSchema),
  receivedLoss: z.nullable(spreadSchema),
  /** Of the pictures that were sent, in bits per second. */
  pictureBits: z.nullable(spreadSchema),
})
export type LineSummary = z.infer<typeof lineSummarySchema>

export const keptLineSchema = z.extend(lineSummarySchema, { person: personIdSchema, page: pageIdSchema })
export type KeptLine = z.infer<typeof keptLineSchema>
