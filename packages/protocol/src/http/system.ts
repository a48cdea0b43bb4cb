import * as z from 'zod/mini'

const epochMs = z.int().check(z.nonnegative())
const count = z.int().check(z.nonnegative())

/** GET /api/system: how the server is. Nothing in it is about anybody. */
export const systemReplySchema = z.object({
  version: z.string(),
  startedAt: epochMs,
  databaseBytes: count,
  /** On the disk of the database. */
  freeBytes: count,
  /** Of people and visits. */
  keys: count,
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
