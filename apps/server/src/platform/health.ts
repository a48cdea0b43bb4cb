import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'

/** For whoever watches the process: it answers, so it lives. */
export const healthRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/healthz', { schema: { response: { 200: z.object({ status: z.literal('ok') }) } } }, async () => ({
    status: 'ok' as const,
  }))
}
