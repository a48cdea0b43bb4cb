import {
  httpErrorSchema,
  ofCaseSchema,
  offerAnswerSchema,
  offerRequestSchema,
  ofMemberSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { HandOver } from './hand-over.ts'

const done = { 204: z.void(), '4xx': httpErrorSchema, '5xx': httpErrorSchema }

/** Who answers for a case, and who takes part in it. */
export const handOverRoutes: FastifyPluginAsyncZod<{ handOver: HandOver }> = async (app, { handOver }) => {
  app.put(
    '/api/cases/:caseId/offer',
    {
      config: { permission: 'case.lead' },
      schema: { params: ofCaseSchema, body: offerRequestSchema, response: done },
    },
    async ({ member, params, body }, reply) => {
      await handOver.offer(member, params.caseId, body.to)
      return reply.status(204).send()
    },
  )

  app.delete(
    '/api/cases/:caseId/offer',
    { config: { permission: 'case.lead' }, schema: { params: ofCaseSchema, response: done } },
    async ({ member, params }, reply) => {
      await handOver.withdraw(member, params.caseId)
      return reply.status(204).send()
    },
  )

  app.put(
    '/api/cases/:caseId/offer/answer',
    {
      config: { permission: 'case.answer' },
      schema: { params: ofCaseSchema, body: offerAnswerSchema, response: done },
    },
    async ({ member, params, body }, reply) => {
      await handOver.answer(member, params.caseId, body.answer)
      return reply.status(204).send()
    },
  )

  app.put(
    '/api/cases/:caseId/responsible',
    { config: { permission: 'case.take_over' }, schema: { params: ofCaseSchema, response: done } },
    async ({ member, params }, reply) => {
      await handOver.takeOver(member, params.caseId)
      return reply.status(204).send()
    },
  )

  app.put(
    '/api/cases/:caseId/team/:personId',
    { config: { permission: 'case.lead' }, schema: { params: ofMemberSchema, response: done } },
    async ({ member, params: { caseId, personId } }, reply) => {
      await handOver.addMember(member, caseId, personId)
      return reply.status(204).send()
    },
  )

  app.delete(
    '/api/cases/:caseId/team/:personId',
    { config: { permission: 'case.lead' }, schema: { params: ofMemberSchema, response: done } },
    async ({ member, params: { caseId, personId } }, reply) => {
      await handOver.removeMember(member, caseId, personId)
      return reply.status(204).send()
    },
  )
}
