import {
  linkReplySchema,
  linkRequestSchema,
  makeVisitLinkSchema,
  ofVisitLinkSchema,
  sessionReplySchema,
  visitLinkListSchema,
  visitLinkSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { type AccountRoutesOptions, refused, SessionReplies } from './session-routes.ts'
import type { VisitLinks } from './visit-links.ts'

interface VisitLinkRoutesOptions extends AccountRoutesOptions {
  visitLinks: VisitLinks
}

/** /api/visit-links for those who make them, /api/session/link for those who come with one. */
export const visitLinkRoutes: FastifyPluginAsyncZod<VisitLinkRoutesOptions> = async (app, options) => {
  const { visitLinks } = options
  const replies = new SessionReplies(options)

  app.post(
    '/api/visit-links',
    {
      config: { permission: 'visit_link.make' },
      schema: { body: makeVisitLinkSchema, response: { 200: linkReplySchema, ...refused } },
    },
    async ({ member, body }) => visitLinks.make(member, body),
  )

  app.get(
    '/api/visit-links',
    {
      config: { permission: 'visit_link.list' },
      schema: { response: { 200: visitLinkListSchema, ...refused } },
    },
    async ({ member }) => ({ visitLinks: await visitLinks.listOpen(member) }),
  )

  app.delete(
    '/api/visit-links/:visitLinkId',
    {
      config: { permission: 'visit_link.withdraw' },
      schema: { params: ofVisitLinkSchema, response: { 204: z.void(), ...refused } },
    },
    async ({ member, params }, reply) => {
      await visitLinks.withdraw(member, params.visitLinkId)
      return reply.status(204).send()
    },
  )

  app.post(
    '/api/visit-links/look',
    {
      config: { permission: 'session.open' },
      schema: { body: linkRequestSchema, response: { 200: visitLinkSchema, ...refused } },
    },
    async ({ body, ip }) => visitLinks.look(body.token, ip),
  )

  app.post(
    '/api/session/link',
    {
      config: { permission: 'session.open' },
      schema: { body: linkRequestSchema, response: { 200: sessionReplySchema, ...refused } },
    },
    async (request, reply) =>
      replies.signedIn(request, reply, await visitLinks.open(request.body.token, replies.visitorOf(request))),
  )
}
