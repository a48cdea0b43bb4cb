import { closingRequestSchema, type Participant } from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { Refusal } from '../../platform/http-errors.ts'
import type { Rooms } from './rooms.ts'

export interface ClosingRoutesOptions {
  rooms: Rooms
  personOfCookie: (cookieHeader: string | undefined) => Promise<Participant | null>
}

/** HTTP and not the socket, because a beacon is the one thing that a closing page still gets through. */
export const closingRoutes: FastifyPluginAsyncZod<ClosingRoutesOptions> = async (app, options) => {
  app.post(
    '/api/rooms/closing',
    { schema: { body: closingRequestSchema, response: { 204: z.void() } } },
    async (request, reply) => {
      const person = await options.personOfCookie(request.headers.cookie)
      if (!person) throw new Refusal('not_identified')
      await options.rooms.closing(person, request.body)
      return reply.status(204).send()
    },
  )
}
