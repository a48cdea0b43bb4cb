import { join } from 'node:path'
import {
  ACTING_ROLES,
  type ActingRole,
  CLIENT_EVENTS,
  httpErrorSchema,
  may,
  mayEver,
  type Permission,
  type Relation,
  type VisitId,
} from '@visita/protocol'
import * as z from 'zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from './platform/random.ts'
import type { RouteEntry } from './platform/route-table.ts'
import { anAccount } from './testing/accounts.ts'
import { aCast, type Cast } from './testing/cast.ts'
import { Page } from './testing/page.ts'
import { permissionsDocument } from './testing/permissions-document.ts'
import { theyMeet } from './testing/requests.ts'
import { nameOf, pathOf } from './testing/routes.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from './testing/server.ts'

const DOCUMENT = join(import.meta.dirname, '../../../docs/PERMISSIONS.md')
/** By these codes, and no others, is somebody told that it is not theirs to ask. */
const DENIALS = new Set(['not_identified', 'second_factor_needed', 'forbidden', 'not_found', 'not_invited'])

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

/** What the routes of a visit answer to somebody who is this to it. */
interface Stand {
  role: ActingRole
  relation: Relation
  browser: Pick<Browser, 'fetch'>
  visitId: VisitId
}

/** A visit between patient and doctor, one between guests, and somebody of each role who was in neither. */
async function stands(): Promise<Stand[]> {
  const { patient, doctor, guest, administrator } = cast
  const clinical = await aVisit(server.services, patient.self, doctor.self, ['patient', 'doctor'])
  const other = await server.identify('Somebody else of the lobby')
  const between = await aVisit(server.services, guest.self, other.self)
  const stranger = await anAccount(server, administrator, ['patient'])
  const colleague = await anAccount(server, administrator, ['doctor'])
  const outside: Stand[] = (
    ['anonymous', 'pending', 'coordinator', 'analyst', 'privacy_officer', 'administrator'] as const
  ).map((role) => ({ role, relation: 'unrelated', browser: cast[role], visitId: clinical }))
  return [
    { role: 'patient', relation: 'owner', browser: patient, visitId: clinical },
    { role: 'doctor', relation: 'related', browser: doctor, visitId: clinical },
    { role: 'guest', relation: 'related', browser: guest, visitId: between },
    { role: 'patient', relation: 'unrelated', browser: stranger, visitId: clinical },
    { role: 'doctor', relation: 'unrelated', browser: colleague, visitId: clinical },
    { role: 'guest', relation: 'unrelated', browser: guest, visitId: clinical },
    ...outside,
  ]
}

describe('[B11, C13] by relation', () => {
  const png = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64')
  const routes: [Permission, string, string, unknown][] = [
    ['visit.read', 'GET', '', undefined],
    ['visit.read', 'GET', '/board/scene', undefined],
    ['visit.read', 'GET', '/board/png', undefined],
    ['visit.write', 'PUT', `/messages/${newId()}`, { text: 'It itches.', sentAt: 1 }],
    ['visit.write', 'PUT', '/board', { revision: 1, scene: '{}', png }],
  ]

  test('a visit is read and added to by those alone whom a rule names', async () => {
    // Writing first, so that there is a board to read.
    const inOrder = routes.toSorted(([a], [b]) => b.localeCompare(a))
    for (const { role, relation, browser, visitId } of await stands()) {
      for (const [permission, method, path, json] of inOrder) {
        const reply = await browser.fetch(`/api/visits/${visitId}${path}`, { method, json })
        const code = await refusalOf(reply)
        const what = `${role}, ${relation}: ${method} ${path}`
        expect([what, DENIALS.has(code ?? '')], `answered ${code}`).toEqual([
          what,
          !may([role], permission, relation),
        ])
      }
    }
  })

  test('a record is read by its patient and by who treats them, and nobody else', async () => {
    const { patient, doctor, administrator } = cast
    const colleague = await anAccount(server, administrator, ['doctor'])
    await theyMeet(server, patient, doctor)
    const people: [ActingRole, Relation, Pick<Browser, 'fetch'>][] = [
      ['patient', 'owner', patient],
      ['doctor', 'related', doctor],
      ['doctor', 'unrelated', colleague],
      ['patient', 'unrelated', await anAccount(server, administrator, ['patient'])],
      ...(
        [
          'anonymous',
          'guest',
          'pending',
          'coordinator',
          'analyst',
          'privacy_officer',
          'administrator',
        ] as const
      ).map((role): [ActingRole, Relation, Pick<Browser, 'fetch'>] => [role, 'unrelated', cast[role]]),
    ]
    for (const [role, relation, browser] of people) {
      const code = await refusalOf(await browser.fetch(`/api/patients/${patient.self.id}`))
      expect([role, relation, DENIALS.has(code ?? '')]).toEqual([
        role,
        relation,
        !may([role], 'record.read', relation),
      ])
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
    'room:signal': { roomId, signal: { kind: 'hello', page: newId(), from: newId(), to: null } },
    'room:end': { roomId, reason: 'ended' },
    'queue:accept': { requestId: newId() },
  }
  return samples[event] ?? (event.startsWith('ring:') ? { ringId: newId() } : {})
}
