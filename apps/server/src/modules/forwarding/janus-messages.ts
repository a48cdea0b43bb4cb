import * as z from 'zod'

/* What of the Janus API (version 1, "janus-protocol" over WebSocket) this server reads. */

const id = z.int().nonnegative()
const jsep = z.object({ type: z.enum(['offer', 'answer']), sdp: z.string() })
const pluginData = z.object({ data: z.record(z.string(), z.unknown()) })

export const janusMessageSchema = z.object({
  janus: z.string(),
  transaction: z.string().optional(),
  /** The handle that it is of. */
  sender: id.optional(),
  data: z.object({ id }).optional(),
  plugindata: pluginData.optional(),
  jsep: jsep.optional(),
  error: z.object({ code: z.int() }).optional(),
})
export type JanusMessage = z.infer<typeof janusMessageSchema>
export type Jsep = z.infer<typeof jsep>
