import * as z from 'zod/mini'

const device = z.enum(['works', 'fails', 'untried'])

/**
 * PUT /api/requests/:requestId/check: what somebody who waits has found out about their own device and line, so that
 * the doctor knows before the visit (X9).
 */
export const checkResultSchema = z.object({
  camera: device,
  microphone: device,
  /** As the person has said; older pages and records say nothing of it. */
  speaker: z.pipe(
    z.optional(device),
    z.transform((said) => said ?? 'untried'),
  ),
  /** `weak`: too little for a good picture; `blocked`: a call would not come up. */
  line: z.enum(['good', 'weak', 'blocked']),
})
export type CheckResult = z.infer<typeof checkResultSchema>

/** Characters, each of which is a byte on the line. A line of 512 kbit/s carries them in two seconds. */
export const LINE_SAMPLE = 128 * 1024

/** POST /api/line: something to send and something to get, by which a page measures its line to the clinic. */
export const lineSampleSchema = z.object({
  filler: z.string().check(z.maxLength(LINE_SAMPLE)),
  wanted: z.int().check(z.nonnegative(), z.maximum(LINE_SAMPLE)),
})
export const lineSampleReplySchema = z.object({ filler: z.string() })
