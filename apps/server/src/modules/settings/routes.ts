import { changeSettingsRequestSchema, httpErrorSchema, settingListSchema } from '@visita/protocol'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { actorFor, type Member } from '../../platform/principal.ts'
import type { Audit } from '../audit/index.ts'
import { listSettings } from './listing.ts'
import type { Settings } from './settings.ts'

const response = { 200: settingListSchema, '4xx': httpErrorSchema, '5xx': httpErrorSchema }

export interface SettingsRoutesOptions {
  settings: Settings
  audit: Audit
  /** Refuses who has not shown just now who they are. */
  proofs: { require(member: Member): void }
}

/** /api/settings, for administrators. */
export const settingsRoutes: FastifyPluginAsyncZod<SettingsRoutesOptions> = async (
  app,
  { settings, audit, proofs },
) => {
  app.get('/api/settings', { config: { permission: 'settings.read' }, schema: { response } }, async () => ({
    settings: listSettings(settings.settled),
  }))

  app.put(
    '/api/settings',
    { config: { permission: 'settings.change' }, schema: { body: changeSettingsRequestSchema, response } },
    async ({ member, body }) => {
      proofs.require(member)
      const about = { ...actorFor(member, 'settings.change'), subject: null, object: null }
      await settings.change(body.changes, async (tx, keys) => {
        for (const key of keys)
          await audit.write(tx, { event: 'settings.changed', ...about, details: { key } })
      })
      return { settings: listSettings(settings.settled) }
    },
  )
}
