import {
  fileIdSchema,
  httpErrorSchema,
  keepBoardRequestSchema,
  keepMessageRequestSchema,
  keptReplySchema,
  lineSummarySchema,
  messageIdSchema,
  pageIdSchema,
  visitIdSchema,
  visitListSchema,
  visitRecordSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { Refusal } from '../../platform/http-errors.ts'
import { byteRangeOf, inert } from '../files/index.ts'
import { attachment } from './file-name.ts'
import type { VisitFiles } from './files.ts'
import { LargeBodies } from './large-bodies.ts'
import type { VisitRecords } from './record.ts'

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }
const ofVisit = z.object({ visitId: visitIdSchema })
const ofMessage = ofVisit.extend({ messageId: messageIdSchema })
const ofPage = ofVisit.extend({ pageId: pageIdSchema })
const ofFile = ofVisit.extend({ fileId: fileIdSchema })

/** The picture as base64, and the scene with every quotation mark escaped: 16 MiB each. */
const BOARD_BODY_BYTES = 32 * 1024 ** 2

/** /api/visits: the record of visits, for those who took part. */
export const visitRoutes: FastifyPluginAsyncZod<{
  records: VisitRecords
  files: VisitFiles
}> = async (app, { records, files }) => {
  const largeBodies = new LargeBodies()

  app.get(
    '/api/visits',
    { config: { permission: 'visit.list' }, schema: { response: { 200: visitListSchema, ...refused } } },
    async (request) => {
      return { visits: await records.list(request.member) }
    },
  )

  app.get(
    '/api/visits/:visitId',
    {
      config: { permission: 'visit.read' },
      schema: { params: ofVisit, response: { 200: visitRecordSchema, ...refused } },
    },
    async (request) => {
      return records.read(request.member, request.params.visitId)
    },
  )

  app.put(
    '/api/visits/:visitId/messages/:messageId',
    {
      config: { permission: 'visit.say' },
      schema: {
        params: ofMessage,
        body: keepMessageRequestSchema,
        response: { 200: keptReplySchema, ...refused },
      },
    },
    async (request) => {
      const { visitId, messageId } = request.params
      return records.keepMessage(request.member, visitId, messageId, request.body)
    },
  )

  app.put(
    '/api/visits/:visitId/board',
    {
      bodyLimit: BOARD_BODY_BYTES,
      config: { permission: 'visit.write' },
      schema: {
        params: ofVisit,
        body: keepBoardRequestSchema,
        response: { 200: keptReplySchema, ...refused },
      },
      // Before the body is read: nobody makes us hold 32 MB who may not write here, nor many at once.
      preParsing: async (request, reply) => {
        const params = ofVisit.safeParse(request.params)
        if (!params.success) throw new Refusal('bad_request', 'visitId')
        await records.requireWriter(request.member, params.data.visitId)
        largeBodies.admit(request, reply)
      },
    },
    async (request) => {
      return records.keepBoard(request.member, request.params.visitId, request.body)
    },
  )

  app.put(
    '/api/visits/:visitId/lines/:pageId',
    {
      config: { permission: 'visit.say' },
      schema: { params: ofPage, body: lineSummarySchema, response: { 200: keptReplySchema, ...refused } },
    },
    async (request) => {
      const { visitId, pageId } = request.params
      return records.keepLine(request.member, visitId, pageId, request.body)
    },
  )

  app.get(
    '/api/visits/:visitId/board/scene',
    { config: { permission: 'visit.read' }, schema: { params: ofVisit, response: refused } },
    async (request, reply) => {
      const scene = await records.readBoard(request.member, request.params.visitId, 'scene')
      return inert(reply).type('application/json').send(scene)
    },
  )

  app.get(
    '/api/visits/:visitId/board/png',
    { config: { permission: 'visit.read' }, schema: { params: ofVisit, response: refused } },
    async (request, reply) => {
      const png = await records.readBoard(request.member, request.params.visitId, 'png')
      return inert(reply).type('image/png').send(png)
    },
  )

  app.get(
    '/api/visits/:visitId/files/:fileId',
    { config: { permission: 'visit.read' }, schema: { params: ofFile, response: refused } },
    async (request, reply) => {
      const { visitId, fileId } = request.params
      const { name, size, open } = await files.read(request.member, visitId, fileId)
      // What is under an id never changes, so a download that broke off goes on where it was.
      const etag = `"${fileId}"`
      const isSame = (request.headers['if-range'] ?? etag) === etag
      const part = isSame ? byteRangeOf(request.headers.range, size) : null
      if (part !== null)
        reply.code(206).header('content-range', `bytes ${part.start}-${part.end - 1}/${size}`)
      return inert(reply)
        .headers({ 'accept-ranges': 'bytes', etag })
        .header('content-disposition', attachment(name))
        .header('content-length', part === null ? size : part.end - part.start)
        .type('application/octet-stream')
        .send(await open(part))
    },
  )
}
