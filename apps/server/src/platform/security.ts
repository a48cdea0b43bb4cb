import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HEADERS, STRICT_TRANSPORT } from './headers.ts'
import { Refusal } from './http-errors.ts'
import { isFromOwnPage, type OriginCheck } from './origins.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Requests a minute from one address: several people behind one clinic's router, each with a few tabs. */
export const REQUESTS_A_MINUTE = 1_200

export interface SecurityOptions {
  isAllowedOrigin: OriginCheck
  /** Browsers come over HTTPS with a certificate that others have signed, and are to insist on it from then on. */
  strictTransport: boolean
}

/** What holds for every answer and every request, whatever the route. */
export async function secure(
  app: FastifyInstance,
  { isAllowedOrigin, strictTransport }: SecurityOptions,
): Promise<void> {
  const headers = strictTransport ? { ...HEADERS, ...STRICT_TRANSPORT } : HEADERS
  // Before the rate limit, whose refusals are answers too.
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers)
  })
  await app.register(rateLimit, {
    max: REQUESTS_A_MINUTE,
    timeWindow: 60_000,
    allowList: (request) => !isApi(request),
  })
  app.addHook('onRequest', async ({ method, headers: said, socket }) => {
    if (SAFE_METHODS.has(method) || isFromOwnPage(said, socket.localPort, isAllowedOrigin)) return
    throw new Refusal('wrong_origin')
  })
}

/** By the route, because the address can be written in several ways, such as /%61pi. */
const isApi = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url?.startsWith('/api/') ?? false
