import { passkeyIdSchema, recoveryCodesReplySchema, secondFactorSchema } from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { OwnFactors } from './own-factors.ts'
import { refused } from './session-routes.ts'

const config = { permission: 'second_factor.manage' } as const
const done = { 204: z.void(), ...refused }

/** What a person has for a second factor, and how they get rid of it. */
export const factorRoutes: FastifyPluginAsyncZod<{ factors: OwnFactors }> = async (app, { factors }) => {
  app.get(
    '/api/account/second-factor',
    { config, schema: { response: { 200: secondFactorSchema, ...refused } } },
    async ({ member }) => factors.look(member),
  )

  app.delete(
    '/api/account/passkeys/:passkeyId',
    { config, schema: { params: z.object({ passkeyId: passkeyIdSchema }), response: done } },
    async ({ member, params }, reply) => {
      await factors.removePasskey(member, params.passkeyId)
      return reply.status(204).send()
    },
  )

  app.delete('/api/account/totp', { config, schema: { response: done } }, async ({ member }, reply) => {
    await factors.removeTotp(member)
    return reply.status(204).send()
  })

  app.post(
    '/api/account/recovery-codes',
    { config, schema: { response: { 200: recoveryCodesReplySchema, ...refused } } },
    async ({ member }) => ({ codes: await factors.renewRecoveryCodes(member) }),
  )
}
