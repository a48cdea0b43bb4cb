import { checkResultSchema, httpErrorSchema, makeRequestSchema, ofRequestSchema } from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Requests } from './requests.ts'

const done = { 204: z.void(), '4xx': httpErrorSchema, '5xx': httpErrorSchema }

/** /api/requests: HTTP and not the socket, so that a request can wait in the page's outbox. */
export const requestRoutes: FastifyPluginAsyncZod<{ requests: Requests }> = async (app, { requests }) => {
  app.put(
    '/api/requests/:requestId',
    {
      config: { permission: 'request.make' },
      schema: { params: ofRequestSchema, body: makeRequestSchema, response: done },
    },
    async ({ member, params, body }, reply) => {
      await requests.make(member, params.requestId, body)
      return reply.status(204).send()
    },
  )

  app.put(
    '/api/requests/:requestId/check',
    {
      config: { permission: 'request.make' },
      schema: { params: ofRequestSchema, body: checkResultSchema, response: done },
    },
    async ({ member, params, body }, reply) => {
      await requests.noteCheck(member, params.requestId, body)
      return reply.status(204).send()
    },
  )

  app.delete(
    '/api/requests/:requestId',
    { config: { permission: 'request.withdraw' }, schema: { params: ofRequestSchema, response: done } },
    async ({ member, params }, reply) => {
      await requests.withdraw(member, params.requestId)
      return reply.status(204).send()
    },
  )
}
