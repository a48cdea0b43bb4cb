import type { ZodMiniType } from 'zod/mini'
import type { PipeData } from './pipe.ts'

/** The JSON message in `data` where it fits `schema`; null otherwise: what a peer sends is not trusted. */
export function parseMessage<T>(schema: ZodMiniType<T>, data: PipeData): T | null {
  if (typeof data !== 'string') return null
  let json: unknown
  try {
    json = JSON.parse(data)
  } catch {
    return null
  }
  const parsed = schema.safeParse(json)
  return parsed.success ? parsed.data : null
}
