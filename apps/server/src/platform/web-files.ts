import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { pagePolicy, WORKER_POLICY } from './content-policy.ts'
import { Refusal } from './http-errors.ts'
import { newNonce } from './random.ts'

const A_YEAR = 'public, max-age=31536000, immutable'
const PAGE = 'index.html'
/** What the build makes of `features/visit/frame-worker.ts`, also compressed. */
const WORKER = /^assets\/frame-worker-[\w-]+\.js(?:\.\w+)?$/
/** What the build leaves where the nonce belongs; vite.config.ts says the same. */
const NONCE_PLACE = '__NONCE__'

/**
 * Serves the built pages, compressed beforehand. Every address without a file extension is the one page,
 * which finds its way by the address itself, and has a nonce of its own in every answer.
 */
export async function serveWebFiles(app: FastifyInstance, webDir: string): Promise<void> {
  const sendPage = existsSync(join(webDir, PAGE)) ? await pageSender(join(webDir, PAGE)) : null
  if (sendPage !== null) {
    await app.register(fastifyStatic, {
      root: webDir,
      preCompressed: true,
      cacheControl: false,
      // As a file it would have no nonce.
      index: false,
      allowedPath: (path) => path !== `/${PAGE}`,
      setHeaders(reply, path) {
        // The build puts a hash of the content in the name of whatever is below assets/.
        const hashed = path.startsWith(join(webDir, 'assets'))
        reply.header('cache-control', hashed ? A_YEAR : 'no-cache')
        if (WORKER.test(relative(webDir, path))) reply.header('content-security-policy', WORKER_POLICY)
      },
    })
  } else {
    app.log.warn('the pages are not built')
  }
  app.setNotFoundHandler(async ({ method, url }, reply) => {
    const path = url.split('?', 1)[0] ?? ''
    const isPage =
      (method === 'GET' || method === 'HEAD') && !path.startsWith('/api/') && !/\.[^/]*$/.test(path)
    if (sendPage !== null && isPage) return sendPage(reply)
    throw new Refusal('not_found')
  })
}

async function pageSender(path: string): Promise<(reply: FastifyReply) => FastifyReply> {
  const pieces = (await readFile(path, 'utf8')).split(NONCE_PLACE)
  return (reply) => {
    const nonce = newNonce()
    return (
      reply
        // Never kept: a copy, also one that we confirm as unchanged, has another nonce than the new header.
        .header('content-security-policy', pagePolicy(nonce))
        .type('text/html; charset=utf-8')
        .send(pieces.join(nonce))
    )
  }
}
