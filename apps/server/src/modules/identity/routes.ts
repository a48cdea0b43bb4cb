import { httpErrorSchema, identifyRequestSchema, identityReplySchema } from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Identity } from './identity.ts'

const response = { 200: identityReplySchema, '4xx': httpErrorSchema, '5xx': httpErrorSchema }

export const identityRoutes: FastifyPluginAsyncZod<{ identity: Identity }> = async (app, { identity }) => {
  app.get('/api/identity', { schema: { response } }, async (request) => ({
    self: await identity.personOfCookie(request.headers.cookie),
  }))

  app.put('/api/identity', { schema: { body: identifyRequestSchema, response } }, async (request, reply) => {
    const { self, setCookie } = await identity.identify(request.headers.cookie, request.body.displayName)
    if (setCookie !== null) reply.header('set-cookie', setCookie)
    return { self }
  })

  app.delete('/api/identity', { schema: { response } }, async (request, reply) => {
    reply.header('set-cookie', await identity.forget(request.headers.cookie))
    return { self: null }
  })
}
