import type { Permission } from '@visita/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../../platform/http-errors.ts'
import type { Member, Principal } from '../../platform/principal.ts'
import { requireEver } from './policy.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What is asked of the server here; see packages/protocol/src/permissions.ts. */
    permission?: Permission
  }
  interface FastifyRequest {
    principal: Principal
    /** The person asking; for routes that ask for more than to be anonymous. */
    readonly member: Member
  }
}

export interface ApiOptions {
  principalOf: (cookieHeader: string | undefined) => Promise<Principal>
}

/**
 * Every route below names its permission, or the server does not start (B11). Who asks is decided before
 * anything else of the request is looked at, and those are refused who could not be allowed whatever it is about.
 */
export function guardApi(app: FastifyInstance, { principalOf }: ApiOptions): void {
  app.decorateRequest('principal')
  app.decorateRequest('member', {
    getter(this: FastifyRequest) {
      if (this.principal.kind === 'anonymous') throw new Refusal('not_identified')
      return this.principal
    },
  })
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.permission === undefined) throw new Error(`${String(method)} ${url} names no permission`)
  })
  app.addHook('onRequest', async (request) => {
    request.principal = await principalOf(request.headers.cookie)
    const { permission } = request.routeOptions.config
    if (permission === undefined) throw new Refusal('not_found')
    requireEver(request.principal, permission)
  })
}
