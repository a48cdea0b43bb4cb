import { httpErrorSchema, ofCaseSchema, timelinePageSchema, timelineQuerySchema } from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Timeline } from './timeline.ts'

/** /api/cases/:caseId/timeline. */
export const timelineRoutes: FastifyPluginAsyncZod<{ timeline: Timeline }> = async (app, { timeline }) => {
  app.get(
    '/api/cases/:caseId/timeline',
    {
      config: { permission: 'case.read' },
      schema: {
        params: ofCaseSchema,
        querystring: timelineQuerySchema,
        response: { 200: timelinePageSchema, '4xx': httpErrorSchema, '5xx': httpErrorSchema },
      },
    },
    async ({ member, params, query }) => timeline.read(member, params.caseId, query),
  )
}
