import { closingRequestSchema } from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import type { Rooms } from './rooms.ts'

/** HTTP and not the socket, because a beacon is the one thing that a closing page still gets through. */
export const closingRoutes: FastifyPluginAsyncZod<{ rooms: Rooms }> = async (app, { rooms }) => {
  app.post(
    '/api/rooms/closing',
    {
      config: { permission: 'room.end' },
      schema: { body: closingRequestSchema, response: { 204: z.void() } },
    },
    async ({ member, body }, reply) => {
      await rooms.closing(member.person, body)
      return reply.status(204).send()
    },
  )
}
