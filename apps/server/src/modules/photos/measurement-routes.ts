import {
  httpErrorSchema,
  keptRevisionSchema,
  measurementListSchema,
  measureRequestSchema,
  ofCaseSchema,
  ofPhotoSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Measurements } from './measurements.ts'

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }

/** What was measured on the photographs of a case. */
export const measurementRoutes: FastifyPluginAsyncZod<{ measurements: Measurements }> = async (
  app,
  { measurements },
) => {
  app.get(
    '/api/cases/:caseId/measurements',
    {
      config: { permission: 'case.read' },
      schema: { params: ofCaseSchema, response: { 200: measurementListSchema, ...refused } },
    },
    async ({ member, params }) => ({ measurements: await measurements.list(member, params.caseId) }),
  )

  app.put(
    '/api/cases/:caseId/photos/:photoId/measurement',
    {
      config: { permission: 'case.write' },
      schema: {
        params: ofPhotoSchema,
        body: measureRequestSchema,
        response: { 200: keptRevisionSchema, ...refused },
      },
    },
    async ({ member, params, body }) => measurements.keep(member, params, body),
  )
}
