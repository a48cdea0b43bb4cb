import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from './http-errors.ts'
import type { OriginCheck } from './origins.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Requests a minute from one address: several people behind one clinic's router, each with a few tabs. */
export const REQUESTS_A_MINUTE = 1_200

const PERMISSIONS = [
  'camera=(self)',
  'microphone=(self)',
  'display-capture=(self)',
  'fullscreen=(self)',
  'picture-in-picture=(self)',
  'speaker-selection=(self)',
  'geolocation=()',
  'payment=()',
  'usb=()',
].join(', ')

/** What holds for every answer and every request, whatever the route. */
export async function secure(app: FastifyInstance, isAllowedOrigin: OriginCheck): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // The board's fonts and the hashing of files are WebAssembly.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        // The board sets style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    // A browser would remember this for the name, and loopback is shared with other programs.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
  })
  await app.register(rateLimit, {
    max: REQUESTS_A_MINUTE,
    timeWindow: 60_000,
    allowList: (request) => !isApi(request),
  })

  app.addHook('onRequest', async (request, reply) => {
    reply.header('permissions-policy', PERMISSIONS)
    if (isApi(request)) reply.header('cache-control', 'no-store')
    if (!SAFE_METHODS.has(request.method) && !isFromOwnPage(request, isAllowedOrigin)) {
      throw new Refusal('wrong_origin')
    }
  })
}

/** By the route, because the address can be written in several ways, such as /%61pi. */
const isApi = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url?.startsWith('/api/') ?? false

/** Browsers say with every such request where it comes from; what says nothing is refused (control C17). */
function isFromOwnPage({ headers, socket }: FastifyRequest, isAllowedOrigin: OriginCheck): boolean {
  const { origin, 'sec-fetch-site': site } = headers
  if (site !== undefined && site !== 'same-origin') return false
  return origin === undefined ? site === 'same-origin' : isAllowedOrigin(origin, socket.localPort)
}
