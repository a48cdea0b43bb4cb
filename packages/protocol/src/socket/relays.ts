import * as z from 'zod/mini'

export const iceServerSchema = z.object({
  urls: z.array(z.string().check(z.maxLength(512))).check(z.minLength(1), z.maxLength(8)),
  username: z.exactOptional(z.string()),
  credential: z.exactOptional(z.string()),
})
export type IceServer = z.infer<typeof iceServerSchema>

/** Where a page looks for its routes to the other person. */
export const relaysSchema = z.object({
  servers: z.array(iceServerSchema),
  /** Relayed routes alone, so that nobody learns the other person's address. */
  only: z.boolean(),
  /** Milliseconds from now that the credentials are good for; null where they have no end. */
  life: z.nullable(z.number()),
})
export type Relays = z.infer<typeof relaysSchema>
