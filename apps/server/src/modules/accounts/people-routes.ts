import {
  changePersonRequestSchema,
  doctorListSchema,
  invitationIdSchema,
  invitationListSchema,
  invitePatientRequestSchema,
  inviteRequestSchema,
  linkReplySchema,
  ofPersonSchema,
  personListSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { People } from './people.ts'
import type { Proofs } from './proofs.ts'
import { refused } from './session-routes.ts'

const madeLink = { 200: linkReplySchema, ...refused }

/** /api/people and /api/invitations: for those who look after the accounts of others. */
export const peopleRoutes: FastifyPluginAsyncZod<{ proofs: Proofs; people: People }> = async (
  app,
  { proofs, people },
) => {
  app.get(
    '/api/people',
    { config: { permission: 'person.list' }, schema: { response: { 200: personListSchema, ...refused } } },
    async () => ({ people: await people.list() }),
  )

  app.get(
    '/api/doctors',
    { config: { permission: 'doctor.list' }, schema: { response: { 200: doctorListSchema, ...refused } } },
    async () => ({ doctors: await people.withRole('doctor') }),
  )

  app.post(
    '/api/invitations',
    { config: { permission: 'person.invite' }, schema: { body: inviteRequestSchema, response: madeLink } },
    async ({ member, body }) => people.invite(member, body),
  )

  app.post(
    '/api/invitations/patients',
    {
      config: { permission: 'patient.invite' },
      schema: { body: invitePatientRequestSchema, response: madeLink },
    },
    async ({ member, body }) => people.invite(member, { ...body, roles: ['patient'] }),
  )

  app.get(
    '/api/invitations',
    {
      config: { permission: 'invitation.list' },
      schema: { response: { 200: invitationListSchema, ...refused } },
    },
    async ({ member }) => ({ invitations: await people.openInvitations(member) }),
  )

  app.delete(
    '/api/invitations/:invitationId',
    {
      config: { permission: 'invitation.withdraw' },
      schema: {
        params: z.object({ invitationId: invitationIdSchema }),
        response: { 204: z.void(), ...refused },
      },
    },
    async ({ member, params }, reply) => {
      await people.withdrawInvitation(member, params.invitationId)
      return reply.status(204).send()
    },
  )

  app.post(
    '/api/people/:personId/reset',
    { config: { permission: 'person.change' }, schema: { params: ofPersonSchema, response: madeLink } },
    async ({ member, params }) => {
      proofs.require(member)
      return people.offerReset(member, params.personId)
    },
  )

  app.patch(
    '/api/people/:personId',
    {
      config: { permission: 'person.change' },
      schema: {
        params: ofPersonSchema,
        body: changePersonRequestSchema,
        response: { 204: z.void(), ...refused },
      },
    },
    async ({ member, params, body }, reply) => {
      proofs.require(member)
      await people.change(member, params.personId, body)
      return reply.status(204).send()
    },
  )
}
