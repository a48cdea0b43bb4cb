import type { FastifyReply } from 'fastify'

/** What others made runs nothing and is opened as nothing but what we say, even when visited directly. */
export function inert(reply: FastifyReply): FastifyReply {
  return reply
    .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
    .header('x-content-type-options', 'nosniff')
}
