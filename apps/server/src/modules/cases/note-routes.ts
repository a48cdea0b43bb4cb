import {
  httpErrorSchema,
  keepNoteRequestSchema,
  keptRevisionSchema,
  noteListSchema,
  ofCaseSchema,
  ofNoteSchema,
  signNoteRequestSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Notes } from './notes.ts'

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }
const done = { 204: z.void(), ...refused }

/** /api/cases/:caseId/notes. */
export const noteRoutes: FastifyPluginAsyncZod<{ notes: Notes }> = async (app, { notes }) => {
  app.get(
    '/api/cases/:caseId/notes',
    {
      config: { permission: 'case.read' },
      schema: { params: ofCaseSchema, response: { 200: noteListSchema, ...refused } },
    },
    async ({ member, params }) => notes.list(member, params.caseId),
  )

  app.put(
    '/api/cases/:caseId/notes/:noteId',
    {
      config: { permission: 'case.write' },
      schema: {
        params: ofNoteSchema,
        body: keepNoteRequestSchema,
        response: { 200: keptRevisionSchema, ...refused },
      },
    },
    async ({ member, params: { caseId, noteId }, body }) => notes.keep(member, caseId, noteId, body),
  )

  app.put(
    '/api/cases/:caseId/notes/:noteId/signature',
    {
      config: { permission: 'case.write' },
      schema: { params: ofNoteSchema, body: signNoteRequestSchema, response: done },
    },
    async ({ member, params: { caseId, noteId }, body }, reply) => {
      await notes.sign(member, caseId, noteId, body.revision)
      return reply.status(204).send()
    },
  )

  app.delete(
    '/api/cases/:caseId/notes/:noteId',
    { config: { permission: 'case.write' }, schema: { params: ofNoteSchema, response: done } },
    async ({ member, params: { caseId, noteId } }, reply) => {
      await notes.remove(member, caseId, noteId)
      return reply.status(204).send()
    },
  )
}
