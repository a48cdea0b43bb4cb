import {
  answerConsentRequestSchema,
  consentListSchema,
  httpErrorSchema,
  ofConsentSchema,
  ofPatientSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Consents } from './consents.ts'

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }

/** /api/patients/:personId/consents. */
export const consentRoutes: FastifyPluginAsyncZod<{ consents: Consents }> = async (app, { consents }) => {
  app.get(
    '/api/patients/:personId/consents',
    {
      config: { permission: 'consent.read' },
      schema: { params: ofPatientSchema, response: { 200: consentListSchema, ...refused } },
    },
    async ({ member, params }) => ({ consents: await consents.list(member, params.personId) }),
  )

  app.put(
    '/api/patients/:personId/consents/:kind',
    {
      config: { permission: 'consent.answer' },
      schema: {
        params: ofConsentSchema,
        body: answerConsentRequestSchema,
        response: { 204: z.void(), ...refused },
      },
    },
    async ({ member, params: { personId, kind }, body }, reply) => {
      await consents.answer(member, personId, kind, body)
      return reply.status(204).send()
    },
  )
}
