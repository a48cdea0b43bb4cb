import {
  backgroundSchema,
  httpErrorSchema,
  keepBackgroundRequestSchema,
  keptRevisionSchema,
  ofPatientSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Backgrounds } from './backgrounds.ts'

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }

/** /api/patients/:personId/background. */
export const backgroundRoutes: FastifyPluginAsyncZod<{ backgrounds: Backgrounds }> = async (
  app,
  { backgrounds },
) => {
  app.get(
    '/api/patients/:personId/background',
    {
      config: { permission: 'background.read' },
      schema: { params: ofPatientSchema, response: { 200: backgroundSchema, ...refused } },
    },
    async ({ member, params }) => backgrounds.read(member, params.personId),
  )

  app.put(
    '/api/patients/:personId/background',
    {
      config: { permission: 'background.write' },
      schema: {
        params: ofPatientSchema,
        body: keepBackgroundRequestSchema,
        response: { 200: keptRevisionSchema, ...refused },
      },
    },
    async ({ member, params, body }) => backgrounds.keep(member, params.personId, body),
  )
}
