import {
  codeRequestSchema,
  guestRequestSchema,
  httpErrorSchema,
  proofRequestSchema,
  sessionIdSchema,
  sessionListSchema,
  sessionReplySchema,
  signInRequestSchema,
  type SessionReply,
} from '@visita/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { Refusal } from '../../platform/http-errors.ts'
import { accountRolesOf, companionRoleOf, type Principal } from '../../platform/principal.ts'
import type { Accounts, SignedIn, Visitor } from './accounts.ts'
import type { OwnCookie } from './cookie.ts'
import { DEVICE_MS } from './known-devices.ts'
import type { Proofs } from './proofs.ts'
import type { Sessions } from './sessions.ts'

export interface AccountRoutesOptions {
  accounts: Accounts
  proofs: Proofs
  sessions: Sessions
  deviceCookie: OwnCookie
  /** What of the clinic everybody may know. */
  clinic: () => Promise<SessionReply['clinic']>
}

/**
 * What the browser forgets of this origin when somebody signs out (C44). Its cookies are removed one by one: `"cookies"`
 * would take those of every other service of the clinic's domain along, and the mark of a known browser.
 */
const CLEARED = '"cache", "storage"'

export const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }
const response = { 200: sessionReplySchema, ...refused }

/** Answers in one form whatever changed the session, with the cookies that it takes. */
export class SessionReplies {
  readonly #options: AccountRoutesOptions

  constructor(options: AccountRoutesOptions) {
    this.#options = options
  }

  visitorOf(request: FastifyRequest): Visitor {
    return {
      address: request.ip,
      device: (request.headers['user-agent'] ?? '').slice(0, 300),
      deviceToken: this.#options.deviceCookie.read(request.headers.cookie),
    }
  }

  async of(principal: Principal): Promise<SessionReply> {
    return { session: await this.#stateOf(principal), clinic: await this.#options.clinic() }
  }

  /** The browser has this session from now on, and no longer the one it asked with. */
  async signedIn(
    request: FastifyRequest,
    reply: FastifyReply,
    { member, setCookie, deviceToken }: SignedIn,
  ): Promise<SessionReply> {
    await this.#options.sessions.replace(request.principal)
    reply.header('set-cookie', setCookie)
    if (deviceToken !== null) {
      reply.header('set-cookie', this.#options.deviceCookie.write(deviceToken, DEVICE_MS / 1000))
    }
    return this.of(member)
  }

  /** After a second factor was set up, which lets in whoever owed one. */
  async enrolled(
    request: FastifyRequest,
    reply: FastifyReply,
    { codes, signedIn }: { codes: string[]; signedIn: SignedIn | null },
  ): Promise<{ codes: string[]; reply: SessionReply }> {
    const state = signedIn === null ? this.of(request.member) : this.signedIn(request, reply, signedIn)
    return { codes, reply: await state }
  }

  async #stateOf(principal: Principal): Promise<SessionReply['session']> {
    if (principal.kind === 'anonymous') return { level: 'none' }
    const { person: self, roles, byLink } = principal
    const as = companionRoleOf(principal)
    if (as !== null) return { level: 'companion', self, as }
    if (roles.includes('guest')) return { level: 'guest', self, byLink }
    if (roles.includes('pending')) {
      return { level: 'pending', self, factors: await this.#options.accounts.factorsOf(principal) }
    }
    return { level: 'account', self, roles: accountRolesOf(principal) }
  }
}

/** /api/session: who this browser is, and everything that changes it. */
export const sessionRoutes: FastifyPluginAsyncZod<AccountRoutesOptions> = async (app, options) => {
  const { accounts, proofs, sessions, clinic } = options
  const replies = new SessionReplies(options)

  app.get('/api/session', { config: { permission: 'session.look' }, schema: { response } }, async (request) =>
    replies.of(request.principal),
  )

  app.put(
    '/api/session/guest',
    { config: { permission: 'session.open' }, schema: { body: guestRequestSchema, response } },
    async (request, reply) => {
      if ((await clinic()).lobby !== 'open') throw new Refusal('forbidden')
      const { device } = replies.visitorOf(request)
      const { member, setCookie } = await sessions.nameGuest(
        request.principal,
        request.body.displayName,
        device,
      )
      if (setCookie !== null) reply.header('set-cookie', setCookie)
      return replies.of(member)
    },
  )

  app.post(
    '/api/session/password',
    { config: { permission: 'session.open' }, schema: { body: signInRequestSchema, response } },
    async (request, reply) => {
      const { login, password } = request.body
      const signedIn = await accounts.signIn(login, password, replies.visitorOf(request))
      return replies.signedIn(request, reply, signedIn)
    },
  )

  app.post(
    '/api/session/code',
    { config: { permission: 'second_factor.give' }, schema: { body: codeRequestSchema, response } },
    async (request, reply) =>
      replies.signedIn(
        request,
        reply,
        await accounts.giveCode(request.member, request.body.code, replies.visitorOf(request)),
      ),
  )

  app.post(
    '/api/session/proof',
    { config: { permission: 'session.prove' }, schema: { body: proofRequestSchema, response } },
    async (request) => {
      const { password, code } = request.body
      await proofs.prove(request.member, password, code, request.ip)
      return replies.of(request.member)
    },
  )

  app.delete(
    '/api/session',
    { config: { permission: 'session.close' }, schema: { response } },
    async (request, reply) => {
      reply.header('set-cookie', await sessions.close(request.principal))
      reply.header('clear-site-data', CLEARED)
      return replies.of({ kind: 'anonymous' })
    },
  )

  app.get(
    '/api/sessions',
    { config: { permission: 'session.list' }, schema: { response: { 200: sessionListSchema, ...refused } } },
    async ({ member }) => ({
      sessions: (await sessions.listOf(member.person.id)).map(({ id, device, createdAt, seenAt }) => ({
        id,
        current: id === member.sessionId,
        device,
        createdAt,
        seenAt,
      })),
    }),
  )

  app.delete(
    '/api/sessions',
    {
      config: { permission: 'session.revoke' },
      schema: { response: { 204: z.void(), ...refused } },
    },
    async ({ member }, reply) => {
      await sessions.revokeAll(member.person.id, { revoked: 'by_owner', by: member })
      return reply.status(204).send()
    },
  )

  app.delete(
    '/api/sessions/:sessionId',
    {
      config: { permission: 'session.revoke' },
      schema: { params: z.object({ sessionId: sessionIdSchema }), response: { 204: z.void(), ...refused } },
    },
    async ({ member, params }, reply) => {
      await sessions.revoke(member, params.sessionId)
      return reply.status(204).send()
    },
  )
}
