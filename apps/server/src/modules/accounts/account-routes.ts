import {
  acceptInvitationRequestSchema,
  changePasswordRequestSchema,
  confirmTotpRequestSchema,
  enrolledReplySchema,
  invitationReplySchema,
  resetRequestSchema,
  sessionReplySchema,
  setUpRequestSchema,
  signUpRequestSchema,
  tokenRequestSchema,
  totpReplySchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { Refusal } from '../../platform/http-errors.ts'
import type { People } from './people.ts'
import { type AccountRoutesOptions, refused, SessionReplies } from './session-routes.ts'

const signsIn = { 200: sessionReplySchema, ...refused }

/** How accounts come about, and what a person changes about their own. */
export const accountRoutes: FastifyPluginAsyncZod<AccountRoutesOptions & { people: People }> = async (
  app,
  options,
) => {
  const { accounts, proofs, clinic, people } = options
  const replies = new SessionReplies(options)

  app.post(
    '/api/setup',
    { config: { permission: 'session.open' }, schema: { body: setUpRequestSchema, response: signsIn } },
    async (request, reply) => {
      const { token, ...account } = request.body
      return replies.signedIn(
        request,
        reply,
        await accounts.setUp(token, account, replies.visitorOf(request)),
      )
    },
  )

  app.post(
    '/api/sign-up',
    { config: { permission: 'session.open' }, schema: { body: signUpRequestSchema, response: signsIn } },
    async (request, reply) => {
      if (!(await clinic()).selfSignUp) throw new Refusal('forbidden')
      return replies.signedIn(request, reply, await accounts.signUp(request.body, replies.visitorOf(request)))
    },
  )

  app.post(
    '/api/invitations/look',
    {
      config: { permission: 'session.open' },
      schema: { body: tokenRequestSchema, response: { 200: invitationReplySchema, ...refused } },
    },
    async ({ body }) => people.invitationOf(body.token),
  )

  app.post(
    '/api/invitations/accept',
    {
      config: { permission: 'session.open' },
      schema: { body: acceptInvitationRequestSchema, response: signsIn },
    },
    async (request, reply) => {
      const { token, ...account } = request.body
      return replies.signedIn(
        request,
        reply,
        await accounts.acceptInvitation(token, account, replies.visitorOf(request)),
      )
    },
  )

  app.post(
    '/api/resets',
    {
      config: { permission: 'session.open' },
      schema: { body: resetRequestSchema, response: { 204: z.void(), ...refused } },
    },
    async ({ body }, reply) => {
      await proofs.resetPassword(body.token, body.password)
      return reply.status(204).send()
    },
  )

  app.put(
    '/api/account/password',
    {
      config: { permission: 'password.change' },
      schema: { body: changePasswordRequestSchema, response: { 204: z.void(), ...refused } },
    },
    async ({ member, body, ip }, reply) => {
      await proofs.changePassword(member, body.current, body.next, ip)
      return reply.status(204).send()
    },
  )

  app.post(
    '/api/account/totp',
    {
      config: { permission: 'second_factor.change' },
      schema: { response: { 200: totpReplySchema, ...refused } },
    },
    async ({ member }) => accounts.proposeTotp(member),
  )

  app.put(
    '/api/account/totp',
    {
      config: { permission: 'second_factor.change' },
      schema: {
        body: confirmTotpRequestSchema,
        response: { 200: enrolledReplySchema, ...refused },
      },
    },
    async (request, reply) => {
      const visitor = replies.visitorOf(request)
      return replies.enrolled(request, reply, await accounts.enrolTotp(request.member, request.body, visitor))
    },
  )
}
