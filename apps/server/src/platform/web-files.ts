import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { Refusal } from './http-errors.ts'

const A_YEAR = 'public, max-age=31536000, immutable'

/**
 * Serves the built pages, compressed beforehand. Every address without a file extension is the one page,
 * which finds its way by the address itself.
 */
export async function serveWebFiles(app: FastifyInstance, webDir: string): Promise<void> {
  const built = existsSync(join(webDir, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root: webDir,
      preCompressed: true,
      cacheControl: false,
      setHeaders(reply, path) {
        // The build puts a hash of the content in the name of whatever is below assets/.
        const hashed = path.startsWith(join(webDir, 'assets'))
        reply.header('cache-control', hashed ? A_YEAR : 'no-cache')
      },
    })
  } else {
    app.log.warn('the pages are not built')
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const isPage = request.method === 'GET' && !path.startsWith('/api/') && !/\.[^/]*$/.test(path)
    if (built && isPage) return reply.sendFile('index.html')
    throw new Refusal('not_found')
  })
}
