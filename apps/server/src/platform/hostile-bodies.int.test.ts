import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { VisitId } from '@visita/protocol'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aCast, type Cast, whoMay } from '../testing/cast.ts'
import { nameOf, pathOf } from '../testing/routes.ts'
import { aFolder, aServer, aVisit, type Browser, type TestServer } from '../testing/server.ts'
import type { RouteEntry } from './route-table.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let maria: Browser
let cast: Cast
let visitId: VisitId

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  maria = await server.identify('Maria Alves da Silva')
  const johanna = await server.identify('Dr. Johanna Weber')
  visitId = await aVisit(server.services, maria.self, johanna.self)
  cast = { ...(await aCast(server)), guest: maria }
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const routesWithBody = (): RouteEntry[] => server.routes.filter(({ bodyLimit }) => bodyLimit !== null)

/** Whom the body is all that keeps from what the route does. */
function askingFor(route: RouteEntry): Pick<Browser, 'fetch' | 'cookie'> {
  const { permission } = route.config
  if (permission === undefined) throw new Error(`${nameOf(route)} names no permission`)
  return permission.startsWith('visit.') ? maria : whoMay(cast, permission)
}

async function answerOf(route: RouteEntry, body: string): Promise<[string, number, unknown]> {
  const reply = await askingFor(route).fetch(pathOf(route, { visitId }), {
    method: route.method,
    headers: { 'content-type': 'application/json' },
    body,
  })
  return [nameOf(route), reply.status, await reply.json()]
}

/* The last is how a filter that looks for the letters is got round. */
const POISONS = [
  '"__proto__":{"admin":true}',
  '"constructor":{"prototype":{"admin":true}}',
  '"\\u005f\\u005fproto__":{"admin":true}',
]
const nested = (poison: string, depth: number, [open, close]: readonly [string, string]): string =>
  `${open.repeat(depth)}{${poison}}${close.repeat(depth)}`
const SHAPES = [
  ['{"a":', '}'],
  ['{"a":[1,', ']}'],
] as const

function expectNoPollution(): void {
  expect({}).not.toHaveProperty('admin')
  expect(Object.keys(Object.prototype)).toEqual([])
}

describe('[C12] a body that reaches for the prototype', () => {
  test('is refused by every route, at every depth', { timeout: 30_000 }, async () => {
    expect(routesWithBody().length).toBeGreaterThan(3)
    for (const route of routesWithBody()) {
      const bodies = POISONS.flatMap((poison) =>
        [0, 1, 40].flatMap((depth) => SHAPES.map((shape) => nested(poison, depth, shape))),
      )
      const answers = await Promise.all(bodies.map((body) => answerOf(route, body)))
      expect(answers).toEqual(bodies.map(() => [nameOf(route), 400, { error: 'bad_request' }]))
    }
    expectNoPollution()
  })

  test('is refused wherever it hides', async () => {
    const [route] = routesWithBody()
    if (route === undefined) throw new Error('no route takes a body')
    const places = fc.tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom(...POISONS))
    await fc.assert(
      fc.asyncProperty(places, async ([json, place, poison]) => {
        const body = withPoison(json, place, poison)
        // Without a detail: it is refused for this and not for what its fields lack.
        expect((await answerOf(route, body)).slice(1)).toEqual([400, { error: 'bad_request' }])
      }),
      { numRuns: 100 },
    )
    expectNoPollution()
  })
})

/** Puts the poison into one of the objects of a JSON text, or around a text that has none. */
function withPoison(json: string, place: number, poison: string): string {
  const strings = /"(?:[^"\\]|\\.)*"/g
  const shown = json.replace(strings, (found) => '_'.repeat(found.length))
  const starts = [...shown.matchAll(/\{/g)].map(({ index }) => index + 1)
  const at = starts[place % Math.max(1, starts.length)]
  if (at === undefined) return `{${poison},"a":${json}}`
  const comma = shown[at] === '}' ? '' : ','
  return `${json.slice(0, at)}${poison}${comma}${json.slice(at)}`
}

/** Announces a body with these headers and sends `bytes` of it; the answer's status and text. */
async function sendMuch(
  route: RouteEntry,
  headers: Record<string, string>,
  bytes: number,
): Promise<[string, number | undefined, string]> {
  const asked = request(`${server.url}${pathOf(route, { visitId })}`, {
    method: route.method,
    headers: {
      origin: server.url,
      cookie: askingFor(route).cookie,
      'content-type': 'application/json',
      ...headers,
    },
  })
  const answered = once(asked, 'response')
  asked.flushHeaders()
  if (bytes > 0) asked.write(Buffer.alloc(bytes, ' '))
  const [reply]: IncomingMessage[] = await answered
  if (reply === undefined) throw new Error('no answer')
  const body = await text(reply)
  asked.destroy()
  return [nameOf(route), reply.statusCode, body]
}

const limitOf = ({ bodyLimit }: RouteEntry): number => bodyLimit ?? 0

describe('[C11] a body one byte too large', () => {
  test.each<[string, (route: RouteEntry) => [Record<string, string>, number]]>([
    [
      'before it is sent, where it says its size',
      (route) => [{ 'content-length': `${limitOf(route) + 1}` }, 0],
    ],
    ['on the way, where it does not', (route) => [{ 'transfer-encoding': 'chunked' }, limitOf(route) + 1]],
  ])('is refused by every route %s', async (_when, requestFor) => {
    for (const route of routesWithBody()) {
      const answer = await sendMuch(route, ...requestFor(route))
      expect(answer).toEqual([nameOf(route), 413, '{"error":"too_large"}'])
    }
  })
})
