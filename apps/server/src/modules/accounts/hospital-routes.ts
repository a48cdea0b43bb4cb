import {
  beginHospitalRequestSchema,
  hospitalAnsweredSchema,
  hospitalAnswerRequestSchema,
  hospitalBegunSchema,
  ownHospitalLoginSchema,
  proveAtHospitalRequestSchema,
} from '@visita/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { Refusal } from '../../platform/http-errors.ts'
import type { OwnCookie } from './cookie.ts'
import { ERRAND_MS } from './hospital-errands.ts'
import type { HospitalLogin } from './hospital-login.ts'
import { type AccountRoutesOptions, refused, SessionReplies } from './session-routes.ts'

interface HospitalRoutesOptions extends AccountRoutesOptions {
  /** Null where the hospital has no login of its own: nothing here is found then. */
  hospital: HospitalLogin | null
  /** Ties what was begun to the browser that has begun it. */
  errandCookie: OwnCookie
}

const begun = { 200: hospitalBegunSchema, ...refused }

/**
 * The hospital's own login. It sends people back to a page of ours, which brings us what they came with: so
 * nothing changes by an address that somebody is made to open, and every cookie can be a strict one.
 */
export const hospitalRoutes: FastifyPluginAsyncZod<HospitalRoutesOptions> = async (app, options) => {
  const { errandCookie } = options
  const replies = new SessionReplies(options)
  const login = (): HospitalLogin => {
    if (options.hospital === null) throw new Refusal('not_found')
    return options.hospital
  }
  const send = (reply: FastifyReply, { url, browser }: { url: string; browser: string }) => {
    reply.header('set-cookie', errandCookie.write(browser, ERRAND_MS / 1000))
    return { url }
  }

  app.post(
    '/api/session/hospital',
    {
      config: { permission: 'session.open' },
      schema: { body: beginHospitalRequestSchema, response: begun },
    },
    async (request, reply) => {
      const { invitation } = request.body
      const purpose =
        invitation === null
          ? ({ kind: 'sign_in' } as const)
          : ({ kind: 'invitation', token: invitation } as const)
      return send(reply, await login().begin(purpose, whence(request)))
    },
  )

  app.post(
    '/api/session/hospital/answer',
    {
      config: { permission: 'session.open' },
      schema: { body: hospitalAnswerRequestSchema, response: { 200: hospitalAnsweredSchema, ...refused } },
    },
    async (request, reply) => {
      const brought = { ...request.body, browser: errandCookie.read(request.headers.cookie) }
      const { signedIn, page } = await login().answer(request.principal, brought, replies.visitorOf(request))
      reply.header('set-cookie', errandCookie.write('', 0))
      const state =
        signedIn === null
          ? await replies.of(request.principal)
          : await replies.signedIn(request, reply, signedIn)
      return { reply: state, page }
    },
  )

  app.post(
    '/api/session/hospital/proof',
    {
      config: { permission: 'session.prove' },
      schema: { body: proveAtHospitalRequestSchema, response: begun },
    },
    async (request, reply) =>
      send(reply, await login().beginProof(request.member, request.body, whence(request))),
  )

  app.get(
    '/api/account/hospital',
    {
      config: { permission: 'hospital_login.change' },
      schema: { response: { 200: ownHospitalLoginSchema, ...refused } },
    },
    async ({ member }) => login().own(member),
  )

  app.post(
    '/api/account/hospital',
    { config: { permission: 'hospital_login.change' }, schema: { response: begun } },
    async (request, reply) => send(reply, await login().beginBinding(request.member, whence(request))),
  )

  app.delete(
    '/api/account/hospital',
    {
      config: { permission: 'hospital_login.change' },
      schema: { response: { 204: z.void(), ...refused } },
    },
    async ({ member }, reply) => {
      await login().unbind(member)
      return reply.status(204).send()
    },
  )
}

/** The origin of the page was found to be one of ours before the route was asked, so people can be sent back to it. */
function whence({ headers: { origin }, ip: address }: FastifyRequest): { origin: string; address: string } {
  if (origin === undefined) throw new Refusal('bad_request', 'origin')
  return { origin, address }
}
