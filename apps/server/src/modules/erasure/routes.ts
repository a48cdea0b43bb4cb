import { erasureReplySchema, httpErrorSchema, ofPersonSchema } from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Proofs } from '../accounts/index.ts'
import type { Requests } from '../requests/index.ts'
import type { Erasure } from './erasure.ts'

interface ErasureRoutesOptions {
  erasure: Erasure
  proofs: Proofs
  requests: Pick<Requests, 'announce'>
}

/** DELETE /api/people/:personId, for administrators. */
export const erasureRoutes: FastifyPluginAsyncZod<ErasureRoutesOptions> = async (
  app,
  { erasure, proofs, requests },
) => {
  app.delete(
    '/api/people/:personId',
    {
      config: { permission: 'person.erase' },
      schema: {
        params: ofPersonSchema,
        response: { 200: erasureReplySchema, '4xx': httpErrorSchema, '5xx': httpErrorSchema },
      },
    },
    async ({ member, params }) => {
      proofs.require(member)
      const reply = await erasure.erase(member, params.personId)
      requests.announce()
      return reply
    },
  )
}
