import { join } from 'node:path'
import { visitListSchema, visitRecordSchema, type LineSummary, type VisitId } from '@visita/protocol'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openReadOnly } from '../../platform/database.ts'
import { newId } from '../../platform/random.ts'
import { aLine } from '../../testing/lines.ts'
import {
  aFolder,
  aServer,
  aVisit,
  type Browser,
  type BrowserRequest,
  type TestServer,
} from '../../testing/server.ts'

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let maria: Browser
let johanna: Browser
let outsider: Browser
let visitId: VisitId

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})
beforeEach(async () => {
  maria = await server.identify('Maria Alves da Silva')
  johanna = await server.identify('Dr. Johanna Weber')
  outsider = await server.identify('Somebody else here')
  visitId = await aVisit(server.services, maria.self, johanna.self)
})

const errorOf = async (reply: Response): Promise<[number, unknown]> => [reply.status, await reply.json()]
const message = (text = 'Good morning', sentAt = 1_000): BrowserRequest => ({
  method: 'PUT',
  json: { text, sentAt },
})
const board = (revision: number, scene: string): BrowserRequest => ({
  method: 'PUT',
  json: { revision, scene, png: PNG.toString('base64') },
})
const line = (change: Partial<LineSummary> = {}): BrowserRequest => ({ method: 'PUT', json: aLine(change) })
const recordOf = async (browser: Browser) =>
  visitRecordSchema.parse(await (await browser.fetch(`/api/visits/${visitId}`)).json())

describe.each<[string, (id: string) => string, () => BrowserRequest]>([
  ['GET a visit', (id) => `/api/visits/${id}`, () => ({})],
  ['PUT a message', (id) => `/api/visits/${id}/messages/${newId()}`, () => message()],
  ['PUT the board', (id) => `/api/visits/${id}/board`, () => board(1, '{}')],
  ['PUT a line', (id) => `/api/visits/${id}/lines/${newId()}`, () => line()],
  ['GET the scene', (id) => `/api/visits/${id}/board/scene`, () => ({})],
  ['GET the picture', (id) => `/api/visits/${id}/board/png`, () => ({})],
  ['GET a file', (id) => `/api/visits/${id}/files/${newId()}`, () => ({})],
])('%s', (_name, path, request) => {
  test('refuses anonymous', async () => {
    const reply = await server.stranger().fetch(path(visitId), request())
    expect(await errorOf(reply)).toEqual([401, { error: 'not_identified' }])
  })

  test('[C13] refuses a person outside the visit, as if there were none', async () => {
    const foreign = await outsider.fetch(path(visitId), request())
    const unknown = await outsider.fetch(path(newId()), request())
    expect(await errorOf(foreign)).toEqual([404, { error: 'not_found' }])
    expect(await errorOf(unknown)).toEqual([404, { error: 'not_found' }])
  })

  test('refuses an id that is none', async () => {
    expect((await maria.fetch(path('not-an-id'), request())).status).toBe(400)
  })
})

describe('GET /api/visits', () => {
  test('refuses anonymous', async () => {
    expect(await errorOf(await server.stranger().fetch('/api/visits'))).toEqual([
      401,
      { error: 'not_identified' },
    ])
  })

  test("lists one's own, the newest first", async () => {
    server.advance(1000)
    const second = await aVisit(server.services, johanna.self, maria.self)
    await aVisit(server.services, johanna.self, outsider.self)
    const { visits } = visitListSchema.parse(await (await maria.fetch('/api/visits')).json())
    expect(visits.map(({ id }) => id)).toEqual([second, visitId])
    expect(visits[1]?.participants).toEqual([maria.self, johanna.self])
  })
})

describe('a message', () => {
  test('[B33] is in the record of both, once, however often it is sent', async () => {
    const id = newId()
    const replies = await Promise.all(
      Array.from({ length: 5 }, () =>
        maria.fetch(`/api/visits/${visitId}/messages/${id}`, message('Guten Tag 😀')),
      ),
    )
    const bodies = await Promise.all(replies.map((reply) => reply.json()))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
    for (const browser of [maria, johanna]) {
      expect((await recordOf(browser)).messages).toEqual([
        { id, author: maria.self.id, text: 'Guten Tag 😀', sentAt: 1_000 },
      ])
    }
  })

  test.each([
    ['another text', () => [maria, message('Something else')] as const],
    ['another time', () => [maria, message('Good morning', 2_000)] as const],
    ['another author', () => [johanna, message()] as const],
  ])('conflicts with one of its id by %s', async (_difference, other) => {
    const path = `/api/visits/${visitId}/messages/${newId()}`
    await maria.fetch(path, message())
    const [browser, request] = other()
    expect(await errorOf(await browser.fetch(path, request))).toEqual([409, { error: 'conflict' }])
    expect((await recordOf(maria)).messages).toMatchObject([{ text: 'Good morning', sentAt: 1_000 }])
  })

  test.each([
    ['an empty text', { text: '  ', sentAt: 1 }, 'text'],
    ['a text too long', { text: 'x'.repeat(4_001), sentAt: 1 }, 'text'],
    ['a time that is none', { text: 'x', sentAt: -1 }, 'sentAt'],
  ])('is refused with %s', async (_fault, json, detail) => {
    const reply = await maria.fetch(`/api/visits/${visitId}/messages/${newId()}`, { method: 'PUT', json })
    expect(await errorOf(reply)).toEqual([400, { error: 'bad_request', detail }])
  })

  test('is still taken after the end, from a phone that was offline', async () => {
    await server.services.visits.end(visitId, { reason: 'ended', by: maria.self.id })
    expect((await maria.fetch(`/api/visits/${visitId}/messages/${newId()}`, message())).status).toBe(200)
  })
})

const readScene = async (): Promise<string> =>
  (await johanna.fetch(`/api/visits/${visitId}/board/scene`)).text()
const keepBoard = (revision: number, scene: string) =>
  maria.fetch(`/api/visits/${visitId}/board`, board(revision, scene))

describe('the board', () => {
  test('[A11] is given back as scene and as picture', async () => {
    expect((await keepBoard(3, '{"elements":[]}')).status).toBe(200)
    expect(await readScene()).toBe('{"elements":[]}')
    const png = await johanna.fetch(`/api/visits/${visitId}/board/png`)
    expect(Buffer.from(await png.arrayBuffer())).toEqual(PNG)
    expect(png.headers.get('content-type')).toBe('image/png')
    expect(png.headers.get('content-security-policy')).toMatch(/^sandbox/)
    expect((await recordOf(johanna)).board).toMatchObject({ revision: 3 })
  })

  test.each([
    ['an older one', 4],
    ['another one of the same revision', 5],
  ])('only grows: %s is refused and changes nothing', async (_which, revision) => {
    await keepBoard(5, 'five')
    expect(await errorOf(await keepBoard(revision, 'four'))).toEqual([409, { error: 'conflict' }])
    expect(await readScene()).toBe('five')
    expect((await keepBoard(6, 'six')).status).toBe(200)
    expect(await readScene()).toBe('six')
  })

  test('is kept once, however often and from whichever page it is sent', async () => {
    const replies = await Promise.all(
      [maria, johanna, maria, johanna].map((browser) =>
        browser.fetch(`/api/visits/${visitId}/board`, board(5, '{"elements":[{"id":"a","x":1}]}')),
      ),
    )
    const bodies = await Promise.all(replies.map((reply) => reply.text()))
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(new Set(bodies).size).toBe(1)
    // The other page may have its fields in another order.
    expect((await keepBoard(5, '{"elements":[{"x":1,"id":"a"}]}')).status).toBe(200)
    expect((await keepBoard(5, '{"elements":[{"x":2,"id":"a"}]}')).status).toBe(409)
  })

  test('may be as large as photographs are', async () => {
    const scene = 'x'.repeat(8 * 1024 ** 2)
    expect((await keepBoard(1, scene)).status).toBe(200)
    expect((await readScene()).length).toBe(scene.length)
    expect((await keepBoard(2, `${scene}y`)).status).toBe(400)
  })

  test('is refused when its picture is none', async () => {
    const json = { revision: 1, scene: '{}', png: Buffer.from('<svg/>').toString('base64') }
    const reply = await maria.fetch(`/api/visits/${visitId}/board`, { method: 'PUT', json })
    expect(await errorOf(reply)).toEqual([400, { error: 'bad_request', detail: 'png' }])
  })

  test('does not raise the limit of other bodies', async () => {
    const reply = await maria.fetch(
      `/api/visits/${visitId}/messages/${newId()}`,
      message('x'.repeat(2 * 1024 ** 2)),
    )
    expect(await errorOf(reply)).toEqual([413, { error: 'too_large' }])
  })
})

describe('how a line was', () => {
  test('[B7] is in the record of both, by the newest word of each page', async () => {
    const [page, other] = [newId(), newId()]
    await maria.fetch(`/api/visits/${visitId}/lines/${page}`, line({ way: null }))
    await maria.fetch(`/api/visits/${visitId}/lines/${page}`, line())
    server.advance(1)
    await johanna.fetch(`/api/visits/${visitId}/lines/${other}`, line({ way: 'direct' }))
    const lines = [
      { person: maria.self.id, page, ...aLine() },
      { person: johanna.self.id, page: other, ...aLine({ way: 'direct' }) },
    ]
    for (const browser of [maria, johanna]) expect((await recordOf(browser)).lines).toEqual(lines)
  })

  test('[B7] keeps nothing but what its schema names: no address', async () => {
    const json = { ...aLine(), address: '192.0.2.7' }
    await maria.fetch(`/api/visits/${visitId}/lines/${newId()}`, { method: 'PUT', json })
    const db = openReadOnly(join(folder.path, 'visita.db'))
    const kept = await db.selectFrom('visit_lines').select('figures').execute()
    await db.destroy()
    expect(kept.map(({ figures }) => figures).join()).not.toContain('192.0.2.7')
    expect((await recordOf(maria)).lines).toHaveLength(1)
  })

  test.each([
    ['a time below nothing', line({ seconds: { good: -1, weak: 0, voice_only: 0 } })],
    ['a way that there is not', { method: 'PUT', json: { ...aLine(), way: '192.0.2.7' } }],
  ])('is refused with %s', async (_fault, request) => {
    expect((await maria.fetch(`/api/visits/${visitId}/lines/${newId()}`, request)).status).toBe(400)
    expect((await recordOf(maria)).lines).toEqual([])
  })

  test('is kept for fifty pages of one person and no more', async () => {
    const replies: number[] = []
    for (let page = 0; page < 51; page += 1)
      replies.push((await maria.fetch(`/api/visits/${visitId}/lines/${newId()}`, line())).status)
    expect(replies.filter((status) => status === 200)).toHaveLength(50)
    expect(replies.at(-1)).toBe(429)
  })
})

test('[B33] the record says who was there, when, and how it ended', async () => {
  const { visits } = server.services
  await visits.markJoined(visitId, maria.self.id)
  await visits.markJoined(visitId, johanna.self.id)
  server.advance(1000)
  await visits.end(visitId, { reason: 'ended', by: johanna.self.id })
  await visits.reopen(visitId, maria.self.id)
  await visits.markJoined(visitId, maria.self.id)
  server.advance(1000)
  const { endedAt } = await visits.end(visitId, { reason: 'page_closed', by: johanna.self.id })
  const record = await recordOf(maria)
  expect(record).toMatchObject({ id: visitId, endedAt, end: { reason: 'page_closed', by: johanna.self.id } })
  expect(record.participants).toMatchObject([{ ...maria.self, leftAt: endedAt }, johanna.self])
  const { startedAt } = record
  const { joinedAt, leftAt } = record.participants[1] ?? {}
  const times = [startedAt, joinedAt, leftAt, endedAt]
  expect(times).toEqual(times.toSorted((a, b) => Number(a) - Number(b)))
  expect(leftAt).not.toBe(endedAt)
})
