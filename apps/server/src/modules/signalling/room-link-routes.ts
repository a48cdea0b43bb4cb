import {
  companionRequestSchema,
  httpErrorSchema,
  linkRequestSchema,
  roomLinkSchema,
  sessionReplySchema,
  type CompanionRole,
  type Participant,
  type SessionReply,
} from '@visita/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Invitations } from './invitations.ts'

interface RoomLinkRoutesOptions {
  invitations: Pick<Invitations, 'lookAtLink' | 'useLink'>
  /** The browser is theirs from now on. */
  enterCompanion: (
    request: FastifyRequest,
    reply: FastifyReply,
    who: { displayName: string; as: CompanionRole },
  ) => Promise<{ self: Participant; answer: SessionReply }>
  /** Of those who try links. */
  linkLimits: { admitLink(address: string): Promise<void>; forgiveLink(address: string): Promise<void> }
}

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }

/** For interpreters and relatives, who have no account. */
export const roomLinkRoutes: FastifyPluginAsyncZod<RoomLinkRoutesOptions> = async (app, options) => {
  const { invitations, enterCompanion, linkLimits } = options

  app.post(
    '/api/room-links/look',
    {
      config: { permission: 'session.open' },
      schema: { body: linkRequestSchema, response: { 200: roomLinkSchema, ...refused } },
    },
    async ({ body, ip }) => {
      await linkLimits.admitLink(ip)
      const link = invitations.lookAtLink(body.token)
      await linkLimits.forgiveLink(ip)
      return link
    },
  )

  app.post(
    '/api/session/companion',
    {
      config: { permission: 'session.open' },
      schema: { body: companionRequestSchema, response: { 200: sessionReplySchema, ...refused } },
    },
    async (request, reply) => {
      const { token, displayName } = request.body
      await linkLimits.admitLink(request.ip)
      const { as, comes } = invitations.useLink(token)
      await linkLimits.forgiveLink(request.ip)
      const { self, answer } = await enterCompanion(request, reply, { displayName, as })
      await comes(self)
      return answer
    },
  )
}
