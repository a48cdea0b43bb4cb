import {
  auditCheckSchema,
  type AuditFormat,
  auditExportQuerySchema,
  auditPageSchema,
  auditPeopleSchema,
  auditQuerySchema,
  httpErrorSchema,
  readersNewsSchema,
  type Participant,
  readersPageSchema,
  readersQuerySchema,
} from '@visita/protocol'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { actorFor } from '../../platform/principal.ts'
import type { LogChecks } from './check.ts'
import type { Readers } from './readers.ts'
import type { AuditSearch } from './search.ts'

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }
const TYPES: Record<AuditFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
}

interface AuditRoutesOptions {
  search: AuditSearch
  readers: Readers
  checks: LogChecks
  staff: () => Promise<Participant[]>
}

/** /api/audit for the privacy officer, /api/record/readers for patients. */
export const auditRoutes: FastifyPluginAsyncZod<AuditRoutesOptions> = async (
  app,
  { search, readers, checks, staff },
) => {
  app.get(
    '/api/audit',
    {
      config: { permission: 'audit.search' },
      schema: { querystring: auditQuerySchema, response: { 200: auditPageSchema, ...refused } },
    },
    async ({ member, query: { before, ...filter } }) =>
      search.search(actorFor(member, 'audit.search'), filter, before),
  )

  app.get(
    '/api/audit/people',
    {
      config: { permission: 'audit.search' },
      schema: { response: { 200: auditPeopleSchema, ...refused } },
    },
    async () => ({ people: await staff() }),
  )

  app.get(
    '/api/audit/check',
    {
      config: { permission: 'audit.search' },
      schema: { response: { 200: auditCheckSchema, ...refused } },
    },
    async () => checks.check(),
  )

  app.get(
    '/api/audit/export',
    {
      config: { permission: 'audit.export' },
      schema: { querystring: auditExportQuerySchema, response: refused },
    },
    async ({ member, query: { format, ...filter } }, reply) => {
      const file = await search.export(actorFor(member, 'audit.export'), filter, format)
      return attached(reply, format).send(file)
    },
  )

  app.get(
    '/api/record/readers',
    {
      config: { permission: 'record.see_readers' },
      schema: { querystring: readersQuerySchema, response: { 200: readersPageSchema, ...refused } },
    },
    async ({ member, query: { before } }) =>
      readers.ofOwnRecord(actorFor(member, 'record.see_readers'), before),
  )

  app.get(
    '/api/record/readers/news',
    {
      config: { permission: 'record.see_readers' },
      schema: { response: { 200: readersNewsSchema, ...refused } },
    },
    async ({ member }) => ({ unseen: await readers.unseen(member.person.id) }),
  )
}

const attached = (reply: FastifyReply, format: AuditFormat): FastifyReply =>
  reply.header('content-disposition', `attachment; filename="visita-audit.${format}"`).type(TYPES[format])
