import { randomBytes } from 'node:crypto'
import { lineSampleReplySchema, lineSampleSchema } from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'

/** /api/line: something to send and to get. Random, so that nothing on the way makes it smaller than it looks. */
export const lineRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/api/line',
    {
      config: { permission: 'call.check' },
      schema: { body: lineSampleSchema, response: { 200: lineSampleReplySchema } },
    },
    async ({ body: { wanted } }) => ({
      filler: randomBytes(wanted).toString('base64').slice(0, wanted),
    }),
  )
}
