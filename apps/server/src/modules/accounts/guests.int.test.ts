import { sessionReplySchema } from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { aFolder, aServer, aVisit, type TestServer } from '../../testing/server.ts'

const HOUR = 60 * 60 * 1000

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const selfOf = async (reply: Response) => {
  const { session } = sessionReplySchema.parse(await reply.json())
  return session.level === 'guest' ? session.self : null
}

/** Opened `age` after the two in it said who they are. */
async function anOpenVisit(age = 0) {
  const maria = await server.identify('Maria Alves da Silva')
  const johanna = await server.identify('Dr. Johanna Weber')
  server.advance(age)
  return { maria, johanna, visitId: await aVisit(server.services, maria.self, johanna.self) }
}

describe('[A3] saying who one is', () => {
  test('a stranger is nobody', async () => {
    expect(await selfOf(await server.stranger().fetch('/api/session'))).toBeNull()
  })

  test('the name is tidied and known again by the cookie alone', async () => {
    const maria = await server.identify('  Maria   Alves da Silva ')
    expect(maria.self.displayName).toBe('Maria Alves da Silva')
    expect(await selfOf(await maria.fetch('/api/session'))).toEqual(maria.self)
  })

  test('the cookie is closed to scripts, other sites and other paths', async () => {
    const reply = await server.stranger().fetch('/api/session/guest', {
      method: 'PUT',
      json: { displayName: 'Maria Alves da Silva' },
    })
    const cookie = reply.headers.get('set-cookie')
    expect(cookie).toMatch(/^visita=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  test.each([
    ['too_short', 'Maria'],
    ['direction_override', 'Maria \u202eAlves da Silva'],
    ['control_character', 'Maria \u0000 Alves da Silva'],
    ['too_long', 'M'.repeat(65)],
    ['too_long', 'M'.repeat(5000)],
  ])('a name is refused as %s', async (problem, displayName) => {
    const reply = await server
      .stranger()
      .fetch('/api/session/guest', { method: 'PUT', json: { displayName } })
    expect(reply.status).toBe(400)
    expect(await reply.json()).toEqual({ error: 'bad_request', detail: problem })
    expect(reply.headers.get('set-cookie')).toBeNull()
  })

  test('saying it again renames the same person', async () => {
    const renamed = vi.fn<(self: unknown) => void>()
    server.services.accounts.sessions.events.once('renamed', renamed)
    const maria = await server.identify('Maria Alves da Silva')
    const reply = await maria.fetch('/api/session/guest', {
      method: 'PUT',
      json: { displayName: 'Maria Alves-Weber' },
    })
    const self = await selfOf(reply)
    expect(self).toEqual({ id: maria.self.id, displayName: 'Maria Alves-Weber' })
    expect(renamed).toHaveBeenCalledWith(self)
    expect(reply.headers.get('set-cookie')).toBeNull()
  })

  test('[C18] being forgotten ends the session and says so', async () => {
    const closed = vi.fn<(session: unknown) => void>()
    server.services.accounts.sessions.events.once('closed', closed)
    const maria = await server.identify('Maria Alves da Silva')
    const reply = await maria.fetch('/api/session', { method: 'DELETE' })
    expect(reply.headers.get('set-cookie')).toMatch(/^visita=; Max-Age=0;/)
    expect(closed).toHaveBeenCalledWith(expect.objectContaining({ personId: maria.self.id }))
    expect(await selfOf(await maria.fetch('/api/session'))).toBeNull()
  })

  test('[C19] a session lasts twelve hours', async () => {
    const maria = await server.identify('Maria Alves da Silva')
    server.advance(12 * HOUR - 60_000)
    expect(await selfOf(await maria.fetch('/api/session'))).toEqual(maria.self)
    server.advance(120_000)
    expect(await selfOf(await maria.fetch('/api/session'))).toBeNull()
  })

  test('[C18] nobody is forgotten in the middle of a visit: the record would be closed to them', async () => {
    const { maria, visitId } = await anOpenVisit()
    const refused = await maria.fetch('/api/session', { method: 'DELETE' })
    expect([refused.status, await refused.json()]).toEqual([409, { error: 'you_are_busy' }])
    expect(refused.headers.get('set-cookie')).toBeNull()
    expect(await selfOf(await maria.fetch('/api/session'))).toEqual(maria.self)
    await server.services.visits.end(visitId, { reason: 'ended', by: maria.self.id })
    expect((await maria.fetch('/api/session', { method: 'DELETE' })).status).toBe(200)
  })

  test('[C19] a session lasts through a visit that goes on at its end, and two hours more', async () => {
    const { maria, visitId } = await anOpenVisit(11 * HOUR)
    server.advance(5 * HOUR)
    expect(await selfOf(await maria.fetch('/api/session'))).toEqual(maria.self)
    await server.services.visits.end(visitId, { reason: 'ended', by: maria.self.id })
    server.advance(2 * HOUR - 60_000)
    expect((await maria.fetch(`/api/visits/${visitId}`)).status).toBe(200)
    server.advance(120_000)
    expect((await maria.fetch(`/api/visits/${visitId}`)).status).toBe(401)
  })

  test('[C19] a visit begun after the twelve hours lengthens nothing', async () => {
    const { maria, johanna, visitId } = await anOpenVisit(11 * HOUR)
    server.advance(2 * HOUR)
    await server.services.visits.end(visitId, { reason: 'ended', by: maria.self.id })
    await aVisit(server.services, maria.self, johanna.self)
    server.advance(3 * HOUR)
    expect(await selfOf(await maria.fetch('/api/session'))).toBeNull()
  })

  test('a socket handshake finds the same person', async () => {
    const maria = await server.identify('Maria Alves da Silva')
    const { principalOf } = server.services.accounts.sessions
    expect(await principalOf(`other=1; ${maria.cookie}`)).toMatchObject({
      person: maria.self,
      roles: ['guest'],
    })
    expect(await principalOf(`${maria.cookie}x`)).toEqual({ kind: 'anonymous' })
    expect(await principalOf(undefined)).toEqual({ kind: 'anonymous' })
  })
})
