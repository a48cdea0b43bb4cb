import * as z from 'zod/mini'

const epochMs = z.int().check(z.nonnegative())
const count = z.int().check(z.nonnegative())

/** GET /api/system: how the server is. Nothing in it is about anybody. */
/**
 * What came of trying one way to a relay:
 * - `name`: its name is not known; `refused`: nobody listens there; `silent`: no answer;
 * - `certificate`: browsers would not trust it; `credentials`: it does not take ours; `full`: it has no room;
 * - `apart`: it answers, but two people who both need it do not meet through it; `odd`: any other answer.
 */
export const relayOutcomeSchema = z.enum([
  'works',
  'name',
  'refused',
  'silent',
  'certificate',
  'credentials',
  'full',
  'apart',
  'odd',
])
export type RelayOutcome = z.infer<typeof relayOutcomeSchema>

const relayWaySchema = z.object({
  host: z.string(),
  port: count,
  transport: z.enum(['udp', 'tcp', 'tls']),
  outcome: relayOutcomeSchema,
})
export type RelayWay = z.infer<typeof relayWaySchema>

const relayStatusSchema = z.object({
  /** Of the relay beside the server; `missing` where one was asked for and coturn is not installed. */
  own: z.enum(['none', 'missing', 'starting', 'running', 'down']),
  /** Calls may go by relays alone. */
  only: z.boolean(),
  /** Null while none was tried yet. */
  checkedAt: z.nullable(epochMs),
  ways: z.array(relayWaySchema),
})
export type RelayStatus = z.infer<typeof relayStatusSchema>

export const systemReplySchema = z.object({
  version: z.string(),
  startedAt: epochMs,
  databaseBytes: count,
  /** On the disk of the database. */
  freeBytes: count,
  /** Of the certificate that the server itself serves; null where it serves none. */
  certificateEndsAt: z.nullable(epochMs),
  /** Of people and visits. */
  keys: count,
  relay: relayStatusSchema,
  /** The server that forwards the pictures of five and more; null where the clinic has none. */
  forwarder: z.nullable(z.enum(['reached', 'unreachable'])),
  /** Null where none are made by themselves. */
  backups: z.nullable(
    z.object({
      folder: z.string(),
      everyHours: count,
      count,
      newest: z.nullable(z.object({ madeAt: epochMs, bytes: count })),
      /** When the next is due; null while one is being made. */
      nextAt: z.nullable(epochMs),
      /** When the last try failed; null where it did not. */
      failedAt: z.nullable(epochMs),
    }),
  ),
})
export type SystemReply = z.infer<typeof systemReplySchema>
