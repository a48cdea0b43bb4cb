import { join } from 'node:path'
import { ACTING_ROLES, CLIENT_EVENTS, httpErrorSchema, mayEver } from '@visita/protocol'
import * as z from 'zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from './platform/random.ts'
import type { RouteEntry } from './platform/route-table.ts'
import { aCast, type Cast } from './testing/cast.ts'
import { Page } from './testing/page.ts'
import { permissionsDocument } from './testing/permissions-document.ts'
import { nameOf, pathOf } from './testing/routes.ts'
import { aFolder, aServer, type TestServer } from './testing/server.ts'

const DOCUMENT = join(import.meta.dirname, '../../../docs/PERMISSIONS.md')
const answerSchema = z.object({ ok: z.boolean(), error: z.string().optional() })

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let cast: Cast

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  cast = await aCast(server)
}, 60_000)
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const apiRoutes = (): RouteEntry[] =>
  server.routes.filter(({ url, method }) => url.startsWith('/api/') && !['HEAD', 'OPTIONS'].includes(method))

test('[B11] every route names its permission, and docs/PERMISSIONS.md has them all', async () => {
  expect(apiRoutes().filter(({ config }) => config.permission === undefined)).toEqual([])
  await expect(permissionsDocument(server.routes)).toMatchFileSnapshot(DOCUMENT)
})

/** The refusal's code; null for an answer that is none. */
async function refusalOf(reply: Response): Promise<string | null> {
  if (reply.status < 400) return null
  return (
    httpErrorSchema.safeParse(await reply.json().catch(() => null)).data?.error ?? `status ${reply.status}`
  )
}

/** Whoever asks is signed out, which everybody may. */
const signsOut = ({ method, url }: RouteEntry): boolean => method === 'DELETE' && url === '/api/session'

describe('[B11, C13] by role', () => {
  test.each(ACTING_ROLES)('%s is let past exactly the routes that a rule names', async (role) => {
    const asked = apiRoutes().filter((route) => !signsOut(route))
    expect(asked.length).toBeGreaterThan(30)
    for (const route of asked) {
      const { permission } = route.config
      if (permission === undefined) throw new Error('no permission')
      // An empty body is refused after the permission is looked at, so nothing is changed by asking.
      const request = route.bodyLimit === null ? {} : { json: {} }
      const reply = await cast[role].fetch(pathOf(route), { method: route.method, ...request })
      const code = await refusalOf(reply)
      const isDenied = code !== null && ['not_identified', 'second_factor_needed', 'forbidden'].includes(code)
      const expected = !mayEver([role], permission)
      // What the clinic has switched off is refused in the same word, to everybody.
      if (['/api/sign-up'].includes(route.url)) continue
      expect([nameOf(route), role, isDenied], `answered ${code}`).toEqual([nameOf(route), role, expected])
    }
  })
})

describe('[B11, C8] by socket event', () => {
  const events = Object.entries(CLIENT_EVENTS)

  test.each(['anonymous', 'pending'] as const)('%s gets no socket', async (role) => {
    expect(await new Page(server.url, cast[role].cookie).admission()).toBe('not_identified')
  })

  const withSocket = ACTING_ROLES.filter((role) => role !== 'anonymous' && role !== 'pending')
  test.each(withSocket)('%s is let past exactly the events that a rule names', async (role) => {
    const page = new Page(server.url, cast[role].cookie)
    expect(await page.admission()).toBe('connected')
    for (const [event, { permission }] of events) {
      const answer = answerSchema.parse(await page.socket.timeout(10_000).emitWithAck(event, sampleOf(event)))
      const isDenied = answer.error === 'forbidden'
      expect([event, isDenied]).toEqual([event, !mayEver([role], permission)])
    }
    page.socket.disconnect()
  })
})

/** A well-formed request for something that is not there. */
function sampleOf(event: string): unknown {
  const roomId = 'a'.repeat(43)
  const samples: Record<string, unknown> = {
    'ring:start': { callee: newId() },
    'room:join': { intent: 'take_over', roomId },
    'room:relays': { roomId },
    'room:signal': { roomId, to: newId(), signal: { kind: 'hello', page: newId(), from: newId(), to: null } },
    'room:show': { roomId, picture: null },
    'room:link': { roomId, as: 'interpreter' },
    'room:unlink': { roomId, as: 'interpreter' },
    'room:lock': { roomId, locked: true },
    'room:invitable': { roomId },
    'room:invite': { roomId, person: newId() },
    'room:withdraw': { roomId, person: newId() },
    'room:consent': { roomId, person: newId(), allowed: true },
    'room:end': { roomId, reason: 'ended' },
    'forward:look': { roomId },
    'forward:publish': { roomId, sdp: '' },
    'forward:subscribe': { roomId, of: newId() },
    'forward:answer': { roomId, of: newId(), sdp: '' },
    'forward:candidate': {
      roomId,
      of: newId(),
      candidate: { candidate: '', sdpMid: null, sdpMLineIndex: 0, usernameFragment: null },
    },
    'forward:stop': { roomId, of: newId() },
    'queue:accept': { requestId: newId() },
  }
  return samples[event] ?? (event.startsWith('ring:') ? { ringId: newId() } : {})
}
