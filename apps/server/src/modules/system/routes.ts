import { httpErrorSchema, systemReplySchema } from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import * as z from 'zod'
import { Refusal } from '../../platform/http-errors.ts'
import { actorFor } from '../../platform/principal.ts'
import type { BackupSchedule } from '../backup/index.ts'
import type { RelayWatch } from '../relay/index.ts'
import type { System } from './system.ts'

const refused = { '4xx': httpErrorSchema, '5xx': httpErrorSchema }

/** /api/system, /api/backups and /api/relay-check, for administrators. */
export const systemRoutes: FastifyPluginAsyncZod<{
  system: System
  schedule: BackupSchedule | null
  relay: RelayWatch
}> = async (app, { system, schedule, relay }) => {
  app.get(
    '/api/system',
    {
      config: { permission: 'system.watch' },
      schema: { response: { 200: systemReplySchema, ...refused } },
    },
    async () => system.look(),
  )

  app.post(
    '/api/backups',
    {
      config: { permission: 'backup.make' },
      schema: { response: { 202: z.void(), ...refused } },
    },
    async ({ member }, reply) => {
      if (schedule === null) throw new Refusal('conflict', 'backupFolder')
      schedule.makeNow(actorFor(member, 'backup.make'))
      return reply.status(202).send()
    },
  )

  app.post(
    '/api/relay-check',
    {
      config: { permission: 'relay.check' },
      schema: { response: { 200: systemReplySchema, ...refused } },
    },
    async () => {
      await relay.check()
      return system.look()
    },
  )
}
