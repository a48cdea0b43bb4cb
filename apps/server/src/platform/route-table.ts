import type { FastifyContextConfig, FastifyInstance, FastifySchema } from 'fastify'

/** Fastify's own, unless a route says otherwise. */
const DEFAULT_BODY_BYTES = 1024 ** 2

/** One method at one address. */
export interface RouteEntry {
  method: string
  /** With the names of its parameters, such as `/api/visits/:visitId`. */
  url: string
  config: FastifyContextConfig
  /** What it parses of a request. */
  schema: Pick<FastifySchema, 'params' | 'querystring' | 'body'>
  /** The most bytes that a body may have; null where none is parsed. */
  bodyLimit: number | null
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route there is, so that what must hold for all of them can be checked for all of them. */
    routeTable: readonly RouteEntry[]
  }
}

/** Must be called before the first route is registered. */
export function keepRouteTable(app: FastifyInstance): void {
  const entries: RouteEntry[] = []
  app.decorate('routeTable', entries)
  app.addHook('onRoute', ({ method, url, config = {}, schema = {}, bodyLimit = DEFAULT_BODY_BYTES }) => {
    const limit = schema.body === undefined ? null : bodyLimit
    for (const one of [method].flat()) entries.push({ method: one, url, config, schema, bodyLimit: limit })
  })
}
