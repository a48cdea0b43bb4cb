import {
  caseEntrySchema,
  caseListSchema,
  caseSchema,
  caseStateRequestSchema,
  httpErrorSchema,
  lesionRequestSchema,
  ofCaseSchema,
  ofEntrySchema,
  ofLesionSchema,
  ofNewCaseSchema,
  openCaseRequestSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Cases } from './cases.ts'
import type { Entries } from './entries.ts'

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }
const done = { 204: z.void(), ...refused }

/** /api/cases, and the opening of one under /api/patients. */
export const caseRoutes: FastifyPluginAsyncZod<{ cases: Cases; entries: Entries }> = async (
  app,
  { cases, entries },
) => {
  app.put(
    '/api/patients/:personId/cases/:caseId',
    {
      config: { permission: 'case.write' },
      schema: { params: ofNewCaseSchema, body: openCaseRequestSchema, response: done },
    },
    async ({ member, params: { personId, caseId }, body }, reply) => {
      await cases.open(member, personId, caseId, body)
      return reply.status(204).send()
    },
  )

  app.get(
    '/api/cases/:caseId',
    {
      config: { permission: 'case.read' },
      schema: { params: ofCaseSchema, response: { 200: caseSchema, ...refused } },
    },
    async ({ member, params }) => cases.read(member, params.caseId),
  )

  app.get(
    '/api/cases',
    { config: { permission: 'case.list' }, schema: { response: { 200: caseListSchema, ...refused } } },
    async ({ member }) => cases.listOwn(member),
  )

  app.put(
    '/api/cases/:caseId/state',
    {
      config: { permission: 'case.write' },
      schema: { params: ofCaseSchema, body: caseStateRequestSchema, response: done },
    },
    async ({ member, params, body }, reply) => {
      await cases.setState(member, params.caseId, body.state)
      return reply.status(204).send()
    },
  )

  app.put(
    '/api/cases/:caseId/lesions/:lesionId',
    {
      config: { permission: 'case.write' },
      schema: { params: ofLesionSchema, body: lesionRequestSchema, response: done },
    },
    async ({ member, params: { caseId, lesionId }, body }, reply) => {
      await cases.keepLesion(member, caseId, lesionId, body)
      return reply.status(204).send()
    },
  )

  app.put(
    '/api/cases/:caseId/entries/:entryId',
    {
      config: { permission: 'case.write' },
      schema: { params: ofEntrySchema, body: caseEntrySchema, response: done },
    },
    async ({ member, params: { caseId, entryId }, body }, reply) => {
      await entries.add(member, caseId, entryId, body)
      return reply.status(204).send()
    },
  )
}
