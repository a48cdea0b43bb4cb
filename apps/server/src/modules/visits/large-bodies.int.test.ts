import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { VisitId } from '@visita/protocol'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newId } from '../../platform/random.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from '../../testing/server.ts'
import { LargeBodies } from './large-bodies.ts'

const LARGE = 20 * 1024 ** 2

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let maria: Browser
let visitId: VisitId
let held: ClientRequest[]

beforeEach(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  maria = await server.identify('Maria Alves da Silva')
  const johanna = await server.identify('Dr. Johanna Weber')
  visitId = await aVisit(server.services, maria.self, johanna.self)
  held = []
})
afterEach(async () => {
  for (const one of held) one.destroy()
  vi.useRealTimers()
  await server.close()
  await folder[Symbol.asyncDispose]()
})

/** Announces a board of `bytes` bytes, or of a size that it does not say, and holds it back. */
function holdBoard(browser: Pick<Browser, 'cookie'>, visit: string, bytes: number | null): ClientRequest {
  const length = bytes === null ? { 'transfer-encoding': 'chunked' } : { 'content-length': bytes }
  const asked = request(`${server.url}/api/visits/${visit}/board`, {
    method: 'PUT',
    headers: {
      origin: server.url,
      cookie: browser.cookie,
      'content-type': 'application/json',
      ...length,
    },
  })
  asked.on('error', () => {})
  asked.flushHeaders()
  held.push(asked)
  return asked
}

async function answerTo(asked: ClientRequest): Promise<{ reply: IncomingMessage; body: string }> {
  const [reply]: IncomingMessage[] = await once(asked, 'response')
  if (reply === undefined) throw new Error('no answer')
  return { reply, body: await text(reply) }
}

const board = (bytes: number) => ({
  method: 'PUT',
  json: { revision: 1, scene: 'x'.repeat(bytes), png: 'iVBORw0KGgo=' },
})
const keepLarge = (): Promise<Response> => maria.fetch(`/api/visits/${visitId}/board`, board(2 * 1024 ** 2))

/** Two large boards that the server has begun to read. */
async function twoUnderWay(): Promise<[ClientRequest, ClientRequest]> {
  const admit = vi.spyOn(LargeBodies.prototype, 'admit')
  const two: [ClientRequest, ClientRequest] = [
    holdBoard(maria, visitId, LARGE),
    holdBoard(maria, visitId, null),
  ]
  await vi.waitUntil(() => admit.mock.results.length === two.length)
  return two
}

describe('a large board is refused before its body is read', () => {
  test('from a stranger', async () => {
    const { reply, body } = await answerTo(holdBoard(server.stranger(), visitId, LARGE))
    expect([reply.statusCode, body]).toEqual([401, '{"error":"not_identified"}'])
  })

  test('for a visit that does not exist', async () => {
    const { reply, body } = await answerTo(holdBoard(maria, newId(), LARGE))
    expect([reply.statusCode, body]).toEqual([404, '{"error":"not_found"}'])
  })

  test('from a person outside the visit', async () => {
    const outsider = await server.identify('Somebody else here')
    const { reply, body } = await answerTo(holdBoard(outsider, visitId, LARGE))
    expect([reply.statusCode, body]).toEqual([404, '{"error":"not_found"}'])
  })

  test('when it is larger than any board', async () => {
    const { reply } = await answerTo(holdBoard(maria, visitId, 33 * 1024 ** 2))
    expect(reply.statusCode).toBe(413)
  })
})

describe('large boards at a time', () => {
  test('are two: the third is asked to come again, small ones go on', async () => {
    await twoUnderWay()
    const { reply, body } = await answerTo(holdBoard(maria, visitId, LARGE))
    expect([reply.statusCode, body]).toEqual([429, '{"error":"too_fast"}'])
    expect(reply.headers['retry-after']).toBe('5')
    expect((await maria.fetch(`/api/visits/${visitId}/board`, board(1_000))).status).toBe(200)
  })

  test('give their place back when they break off', async () => {
    const [first] = await twoUnderWay()
    first.destroy()
    await vi.waitUntil(async () => (await keepLarge()).status === 200)
    // The place is free again after an answer as well.
    expect((await keepLarge()).status).toBe(200)
  })

  test('give their place back when their body does not come', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const two = await twoUnderWay()
    const closed = two.map((one) => new Promise((resolve) => one.once('close', resolve)))
    vi.advanceTimersByTime(120_000)
    await Promise.all(closed)
    vi.useRealTimers()
    await vi.waitUntil(async () => (await keepLarge()).status === 200)
    expect((await keepLarge()).status).toBe(200)
  })
})
