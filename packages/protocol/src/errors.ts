import * as z from 'zod/mini'

/** Every reason for which the server refuses something. The page says each in plain words (locales/en). */
export const ERROR_CODES = [
  'bad_request',
  'too_large',
  'too_fast',
  'wrong_origin',
  'protocol_mismatch',
  'not_identified',
  'forbidden',
  'wrong_credentials',
  'second_factor_needed',
  'proof_needed',
  'last_second_factor',
  'weak_password',
  'login_over',
  'login_refused',
  'login_unknown',
  'login_unreachable',
  'link_used',
  'request_over',
  'not_found',
  'not_invited',
  'person_gone',
  'person_busy',
  'you_are_busy',
  'ring_over',
  'seat_moved',
  'visit_ended',
  'room_full',
  'room_locked',
  'peer_absent',
  'conflict',
  'photo_refused',
  'storage_full',
  'unavailable',
  'internal',
] as const

export const errorCodeSchema = z.enum(ERROR_CODES)
export type ErrorCode = z.infer<typeof errorCodeSchema>

/** The body of every refused HTTP request. `detail` names the field or the problem, never its content. */
export const httpErrorSchema = z.object({ error: errorCodeSchema, detail: z.optional(z.string()) })
export type HttpError = z.infer<typeof httpErrorSchema>

/** What every acknowledgement carries. */
export const resultOf = <T extends z.ZodMiniType>(value: T) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: errorCodeSchema }),
  ])
export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorCode }
