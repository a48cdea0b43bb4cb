import { httpErrorSchema } from '@visita/protocol'
import type { ZodMiniType } from 'zod/mini'
import { Refused } from './refused.ts'

/** What the page itself answers to a refusal, whatever was asked for. */
export interface Doorkeeper {
  /** Has the person show once more who they are; false when they would rather not. */
  prove: () => Promise<boolean>
  /** The server no longer knows this browser's session. */
  turnedAway: () => void
}

let doorkeeper: Doorkeeper | null = null

/** From now on `keeper` hears of these refusals, for as long as there is this page. */
export function stationDoorkeeper(keeper: Doorkeeper): void {
  doorkeeper = keeper
}

type SendOptions = Pick<RequestInit, 'keepalive' | 'signal'>

/** As `send`, and parses the answer; one that is not of the protocol is our own fault, `internal`. */
export async function ask<T>(
  schema: ZodMiniType<T>,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await send(method, path, body)
  const parsed = schema.safeParse(await response.json().catch(() => null))
  if (!parsed.success) throw new Refused('internal')
  return parsed.data
}

/**
 * Asks the server; throws `Refused`. What is refused until the person has shown again who they are is asked
 * once more when they have.
 */
export async function send(
  method: string,
  path: string,
  body?: unknown,
  options: SendOptions = {},
): Promise<Response> {
  const response = await sendOnce(method, path, body, options)
  if (response.ok) return response
  const error = httpErrorSchema.safeParse(await response.json().catch(() => null))
  const code = error.data?.error ?? 'internal'
  if (code === 'proof_needed' && (await doorkeeper?.prove())) return send(method, path, body, options)
  if (code === 'not_identified') doorkeeper?.turnedAway()
  throw new Refused(code, error.data?.detail ?? null)
}

async function sendOnce(
  method: string,
  path: string,
  body: unknown,
  options: SendOptions,
): Promise<Response> {
  const request: RequestInit = { method, ...options }
  if (body !== undefined) {
    request.headers = { 'content-type': 'application/json' }
    request.body = JSON.stringify(body)
  }
  try {
    return await fetch(path, request)
  } catch {
    throw new Refused('offline')
  }
}
