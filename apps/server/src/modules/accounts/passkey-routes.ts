import {
  creationOptionsSchema,
  enrolledReplySchema,
  enrolPasskeyRequestSchema,
  passkeyRequestSchema,
  requestOptionsSchema,
  sessionReplySchema,
} from '@visita/protocol'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Refusal } from '../../platform/http-errors.ts'
import { newToken } from '../../platform/random.ts'
import type { OwnCookie } from './cookie.ts'
import type { PasskeyEntry } from './passkey-entry.ts'
import { type AccountRoutesOptions, refused, SessionReplies } from './session-routes.ts'

/** Seconds. As long as what it asks for is good. */
const BROWSER_COOKIE_S = 5 * 60

const asks = { 200: requestOptionsSchema, ...refused }
const signsIn = { 200: sessionReplySchema, ...refused }
const body = passkeyRequestSchema

interface PasskeyRoutesOptions extends AccountRoutesOptions {
  passkeys: PasskeyEntry
  /** Names a browser that has no session yet, for as long as it takes to answer. */
  browserCookie: OwnCookie
}

/** Passkeys: each is asked for something first (`…/options`), and answers that once. */
export const passkeyRoutes: FastifyPluginAsyncZod<PasskeyRoutesOptions> = async (app, options) => {
  const { passkeys, browserCookie } = options
  const replies = new SessionReplies(options)

  app.post(
    '/api/session/passkey/options',
    { config: { permission: 'session.open' }, schema: { response: asks } },
    async (_request, reply) => {
      const browser = newToken()
      reply.header('set-cookie', browserCookie.write(browser, BROWSER_COOKIE_S))
      return passkeys.askToSignIn(browser)
    },
  )

  app.post(
    '/api/session/passkey',
    { config: { permission: 'session.open' }, schema: { body, response: signsIn } },
    async (request, reply) => {
      const holder = browserCookie.read(request.headers.cookie)
      if (holder === undefined) throw new Refusal('wrong_credentials')
      const answerer = { holder, port: portOf(request) }
      const { assertion } = request.body
      const signedIn = await passkeys.signIn(assertion, replies.visitorOf(request), answerer)
      return replies.signedIn(request, reply, signedIn)
    },
  )

  app.post(
    '/api/session/code/passkey/options',
    { config: { permission: 'second_factor.give' }, schema: { response: asks } },
    async ({ member }) => passkeys.askForSecondFactor(member),
  )

  app.post(
    '/api/session/code/passkey',
    { config: { permission: 'second_factor.give' }, schema: { body, response: signsIn } },
    async (request, reply) => {
      const { member } = request
      const visitor = replies.visitorOf(request)
      const { assertion } = request.body
      const signedIn = await passkeys.giveSecondFactor(member, assertion, visitor, portOf(request))
      return replies.signedIn(request, reply, signedIn)
    },
  )

  app.post(
    '/api/session/proof/passkey/options',
    { config: { permission: 'session.prove' }, schema: { response: asks } },
    async ({ member }) => passkeys.askForProof(member),
  )

  app.post(
    '/api/session/proof/passkey',
    { config: { permission: 'session.prove' }, schema: { body, response: signsIn } },
    async (request) => {
      const { member, ip } = request
      await passkeys.prove(member, request.body.assertion, { address: ip, port: portOf(request) })
      return replies.of(member)
    },
  )

  app.post(
    '/api/account/passkeys/options',
    {
      config: { permission: 'second_factor.change' },
      schema: { response: { 200: creationOptionsSchema, ...refused } },
    },
    async ({ member }) => passkeys.offer(member),
  )

  app.post(
    '/api/account/passkeys',
    {
      config: { permission: 'second_factor.change' },
      schema: { body: enrolPasskeyRequestSchema, response: { 200: enrolledReplySchema, ...refused } },
    },
    async (request, reply) => {
      const visitor = replies.visitorOf(request)
      const enrolled = await passkeys.enrol(request.member, request.body, visitor, portOf(request))
      return replies.enrolled(request, reply, enrolled)
    },
  )
}

const portOf = ({ socket }: FastifyRequest): number | undefined => socket.localPort
