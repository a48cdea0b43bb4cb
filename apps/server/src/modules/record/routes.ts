import {
  breakGlassListSchema,
  breakGlassReplySchema,
  breakGlassRequestSchema,
  findPatientReplySchema,
  findPatientRequestSchema,
  httpErrorSchema,
  ofBreakGlassSchema,
  ofPatientSchema,
  openBreakGlassListSchema,
  patientListSchema,
  patientRecordSchema,
  verdictRequestSchema,
  waitingBreakGlassSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { Refusal } from '../../platform/http-errors.ts'
import type { BreakGlass } from '../access/index.ts'
import type { People, Proofs } from '../accounts/index.ts'
import type { Records } from './record.ts'

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }
const done = { 204: z.void(), ...refused }

/** /api/patients and /api/break-glass. */
export const recordRoutes: FastifyPluginAsyncZod<{
  records: Records
  breakGlass: BreakGlass
  proofs: Proofs
  people: People
}> = async (app, { records, breakGlass, proofs, people }) => {
  app.get(
    '/api/patients',
    { config: { permission: 'patient.list' }, schema: { response: { 200: patientListSchema, ...refused } } },
    async ({ member }) => ({ patients: await records.patientsFor(member) }),
  )

  app.post(
    '/api/patients/find',
    {
      config: { permission: 'break_glass.open' },
      schema: { body: findPatientRequestSchema, response: { 200: findPatientReplySchema, ...refused } },
    },
    async ({ member, body }) => ({ patient: await records.findPatient(member, body.login) }),
  )

  app.get(
    '/api/patients/:personId',
    {
      config: { permission: 'record.read' },
      schema: { params: ofPatientSchema, response: { 200: patientRecordSchema, ...refused } },
    },
    async ({ member, params }) => records.read(member, params.personId),
  )

  app.post(
    '/api/break-glass',
    {
      config: { permission: 'break_glass.open' },
      schema: { body: breakGlassRequestSchema, response: { 200: breakGlassReplySchema, ...refused } },
    },
    async ({ member, body }) => {
      proofs.require(member)
      // Others have keys too, and so have visits: an access to them would stand in the log as one to a patient.
      if (!(await people.rolesOf(body.patient)).includes('patient')) throw new Refusal('not_found')
      return breakGlass.open(member, body.patient, body.reason)
    },
  )

  app.get(
    '/api/break-glass/open',
    {
      config: { permission: 'break_glass.close' },
      schema: { response: { 200: openBreakGlassListSchema, ...refused } },
    },
    async ({ member }) => ({ accesses: await records.openAccesses(member) }),
  )

  app.delete(
    '/api/break-glass/:breakGlassId',
    { config: { permission: 'break_glass.close' }, schema: { params: ofBreakGlassSchema, response: done } },
    async ({ member, params }, reply) => {
      await breakGlass.close(member, params.breakGlassId)
      return reply.status(204).send()
    },
  )

  app.get(
    '/api/break-glass',
    {
      config: { permission: 'break_glass.review' },
      schema: { response: { 200: breakGlassListSchema, ...refused } },
    },
    async () => ({ accesses: await records.breakGlassAccesses() }),
  )

  app.get(
    '/api/break-glass/waiting',
    {
      config: { permission: 'break_glass.review' },
      schema: { response: { 200: waitingBreakGlassSchema, ...refused } },
    },
    async () => ({ waiting: await breakGlass.waiting() }),
  )

  app.put(
    '/api/break-glass/:breakGlassId/verdict',
    {
      config: { permission: 'break_glass.review' },
      schema: { params: ofBreakGlassSchema, body: verdictRequestSchema, response: done },
    },
    async ({ member, params, body }, reply) => {
      await breakGlass.review(member, params.breakGlassId, body.verdict)
      return reply.status(204).send()
    },
  )
}
