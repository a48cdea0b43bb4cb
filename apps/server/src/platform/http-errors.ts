import type { ErrorCode, HttpError, Permission, PersonId, Relation } from '@visita/protocol'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Principal } from './principal.ts'
import {
  hasZodFastifySchemaValidationErrors,
  type ZodFastifySchemaValidationError,
} from 'fastify-type-provider-zod'
import { HEADERS } from './headers.ts'
import { Unavailable } from './startup-error.ts'

/** What somebody was not allowed, for the audit log; it is told to nobody else. */
export interface Denial {
  permission: Permission
  /** `unknown` where nothing was looked up. */
  relation: Relation | 'unknown'
  /** The patient whom it concerns. */
  subject: PersonId | null
  object: string | null
}

/** Something refused for a closed reason. `detail` names a field or a problem, never its content. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly denial: Denial | null

  constructor(code: ErrorCode, detail?: string, denial: Denial | null = null) {
    super(code)
    this.code = code
    this.detail = detail
    this.denial = denial
  }

  static denied(code: ErrorCode, denial: Denial): Refusal {
    return new Refusal(code, undefined, denial)
  }
}

export const STATUS = {
  bad_request: 400,
  too_large: 413,
  too_fast: 429,
  wrong_origin: 403,
  protocol_mismatch: 400,
  not_identified: 401,
  forbidden: 403,
  wrong_credentials: 401,
  second_factor_needed: 401,
  proof_needed: 403,
  last_second_factor: 409,
  weak_password: 400,
  login_over: 410,
  login_refused: 401,
  login_unknown: 403,
  login_unreachable: 503,
  link_used: 410,
  request_over: 410,
  not_found: 404,
  not_invited: 403,
  person_gone: 410,
  person_busy: 409,
  you_are_busy: 409,
  ring_over: 410,
  seat_moved: 409,
  room_full: 409,
  room_locked: 409,
  visit_ended: 410,
  peer_absent: 409,
  conflict: 409,
  photo_refused: 422,
  storage_full: 507,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>

const UNAVAILABLE = 503
/** For whoever asks by a program: long enough for a service to be restarted. */
const RETRY_AFTER_S = 30

/** The refusal behind anything thrown; what is not known to be the sender's doing is `internal`. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof Unavailable) return new Refusal('unavailable')
  if (hasZodFastifySchemaValidationErrors(error)) {
    return new Refusal('bad_request', fieldProblem(error.validation[0]))
  }
  const code = propertyOf(error, 'code')
  // SQLite 13 is SQLITE_FULL.
  if (code === 'ENOSPC' || code === 'EDQUOT' || propertyOf(error, 'errcode') === 13) {
    return new Refusal('storage_full')
  }
  const status = propertyOf(error, 'statusCode')
  if (status === 413) return new Refusal('too_large')
  if (status === 429) return new Refusal('too_fast')
  if (status === 404) return new Refusal('not_found')
  if (typeof status === 'number' && status >= 400 && status < 500) return new Refusal('bad_request')
  return new Refusal('internal')
}

export const errorBody = ({ code, detail }: Refusal): HttpError =>
  detail === undefined ? { error: code } : { error: code, detail }

/** For addresses that reach no route: Fastify's own sentence would quote them. */
export const refuseMalformed = (_error: unknown, _request: unknown, reply: FastifyReply): FastifyReply =>
  reply
    .status(STATUS.bad_request)
    .headers(HEADERS)
    .send(errorBody(new Refusal('bad_request')))

/** `onDenied` is told of everybody who asked for what is not theirs, before they are answered. */
export function handleErrors(
  app: FastifyInstance,
  onDenied: (principal: Principal, refusal: Refusal) => Promise<void>,
): void {
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = refusalOf(error)
    if (refusal.denial !== null) await onDenied(request.principal, refusal)
    if (refusal.code === 'internal' || refusal.code === 'unavailable') {
      request.log.error({ err: error, route: request.routeOptions.url }, 'request failed')
    }
    const status = STATUS[refusal.code]
    if (status === UNAVAILABLE) reply.header('retry-after', RETRY_AFTER_S)
    return reply.status(status).send(errorBody(refusal))
  })
}

/** The problem where the protocol has a word for it; otherwise the field: zod's sentences may quote the input. */
function fieldProblem(issue: ZodFastifySchemaValidationError | undefined): string | undefined {
  if (issue?.message !== undefined && /^[a-z_]+$/.test(issue.message)) return issue.message
  return issue?.instancePath.slice(1)
}

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
