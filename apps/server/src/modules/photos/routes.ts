import {
  httpErrorSchema,
  newPhotosSchema,
  ofCaseSchema,
  ofPhotoSchema,
  ofRenditionSchema,
  photoListSchema,
  retakeRequestSchema,
} from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { inert, uploadRoutes } from '../files/index.ts'
import type { Photos } from './photos.ts'

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }
const done = { 204: z.void(), ...refused }

/** The photographs of cases, and their uploads. */
export const photoRoutes: FastifyPluginAsyncZod<{ photos: Photos }> = async (app, { photos }) => {
  await app.register(async (scope) =>
    uploadRoutes(scope, { path: '/api/photo-uploads', permission: 'photo.add', uploads: photos }),
  )

  app.get(
    '/api/photos/new',
    { config: { permission: 'photo.see_new' }, schema: { response: { 200: newPhotosSchema, ...refused } } },
    async ({ member }) => ({ cases: await photos.unseen(member) }),
  )

  app.get(
    '/api/cases/:caseId/photos',
    {
      config: { permission: 'case.read' },
      schema: { params: ofCaseSchema, response: { 200: photoListSchema, ...refused } },
    },
    async ({ member, params }) => ({ photos: await photos.list(member, params.caseId) }),
  )

  app.get(
    '/api/cases/:caseId/photos/:photoId/:rendition',
    { config: { permission: 'case.read' }, schema: { params: ofRenditionSchema, response: refused } },
    async ({ member, params }, reply) => {
      const { size, content } = await photos.read(member, params)
      const isOriginal = params.rendition === 'original'
      if (isOriginal) reply.header('content-disposition', 'attachment; filename="photo"')
      return inert(reply)
        .header('content-length', size)
        .type(isOriginal ? 'application/octet-stream' : 'image/jpeg')
        .send(content)
    },
  )

  app.put(
    '/api/cases/:caseId/photos/:photoId/retake',
    {
      config: { permission: 'case.write' },
      schema: { params: ofPhotoSchema, body: retakeRequestSchema, response: done },
    },
    async ({ member, params: { caseId, photoId }, body }, reply) => {
      await photos.askAgain(member, caseId, photoId, body.why)
      return reply.status(204).send()
    },
  )
}
