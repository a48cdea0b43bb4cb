import type { Permission } from '@visita/protocol'
import type { FastifyInstance } from 'fastify'
import type { Uploads } from './uploads.ts'

/** Files come in several requests each, and a clinic sends several at once from one address. */
const UPLOADS_A_MINUTE = 6_000

/** Resumable uploads by tus 1.0 under `path`; in a scope of its own, because its bodies are not parsed. */
export function uploadRoutes<T>(
  app: FastifyInstance,
  { path, permission, uploads }: { path: string; permission: Permission; uploads: Uploads<T> },
): void {
  const load = async () => {
    const { createTusServer } = await import('./tus.ts')
    return createTusServer({ path, uploads, logger: app.log })
  }
  let loading: ReturnType<typeof load> | undefined

  // The bytes are not parsed but handed on as they come.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null))

  app.route({
    method: ['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS'],
    url: `${path}/:storageId?`,
    config: { permission, rateLimit: { max: UPLOADS_A_MINUTE } },
    async handler(request, reply) {
      const tus = await (loading ??= load())
      reply.hijack()
      // tus answers past Fastify, so the headers that every answer has are carried over.
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value)
      }
      await tus(request.member, request.raw, reply.raw)
    },
  })
}
