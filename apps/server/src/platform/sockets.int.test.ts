import { LIMITS } from '@visita/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FORGERIES } from '../testing/routes.ts'
import { RawSocket } from '../testing/raw-socket.ts'
import { aFolder, aServer, type Browser, type TestServer } from '../testing/server.ts'
import { HEADERS } from './headers.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let maria: Browser

beforeAll(async () => {
  folder = await aFolder()
  server = await aServer(folder.path)
  maria = await server.identify('Maria Alves da Silva')
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

// A browser that sends our origin has our page open, whatever it says of sites.
const FOREIGN = FORGERIES.filter(([what]) => !what.startsWith('our origin'))

describe('[C9] a handshake from elsewhere', () => {
  test.each(FOREIGN)('is refused to a web socket with %s', async (_what, headersFor) => {
    const headers = { cookie: maria.cookie, ...headersFor(server.url) }
    expect(await RawSocket.handshake(server.url, headers)).toBe(400)
  })

  test.each(FOREIGN)('is refused to polling with %s', async (_what, headersFor) => {
    const { status, headers } = await poll({ cookie: maria.cookie, ...headersFor(server.url) })
    expect(status).toBe(403)
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  test('is taken from our own page, which says no origin where it only asks', async () => {
    const cookie = { cookie: maria.cookie }
    expect(await RawSocket.handshake(server.url, { ...cookie, origin: server.url })).toBe(101)
    expect((await poll({ ...cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })
})

const poll = (headers: Record<string, string>): Promise<Response> =>
  fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers })

test('[C15] answers of the socket server are inert and kept by no cache, refusals too', async () => {
  for (const { headers } of [await poll({ 'sec-fetch-site': 'same-origin' }), await poll({})]) {
    expect(Object.fromEntries(headers)).toMatchObject(HEADERS)
  }
})

test.each([
  ['ring:start', '{"callee":{"__proto__":{"admin":true}}}', 'bad_request'],
  ['ring:start', '{"__proto__":{"callee":"0b0c1c6e-8d5e-4c3a-9d1e-0f6a5b4c3d2e"}}', 'bad_request'],
  ['room:join', '{"constructor":{"prototype":{"admin":true}}}', 'bad_request'],
  ['__proto__', '{"admin":true}', 'bad_request'],
  ['constructor', '{"prototype":{"admin":true}}', 'bad_request'],
])('[C12] the event %s with %s is refused and changes no prototype', async (event, payload, error) => {
  const socket = await RawSocket.open(server.url, maria.cookie)
  socket.send(`421["${event}",${payload}]`)
  expect(await socket.hears('431')).toBe(`431[{"ok":false,"error":"${error}"}]`)
  expect({}).not.toHaveProperty('admin')
  expect({}).not.toHaveProperty('callee')
  socket.close()
})

test('[C11] a frame over the limit ends its socket, and another goes on', async () => {
  const [greedy, other] = [
    await RawSocket.open(server.url, maria.cookie),
    await RawSocket.open(server.url, maria.cookie),
  ]
  greedy.send(`421["lobby:enter",{"a":"${'x'.repeat(LIMITS.socketFrame)}"}]`)
  await greedy.closed()
  other.send('421["lobby:enter",{}]')
  expect(await other.hears('431')).toMatch(/^431\[\{"ok":true/)
  other.close()
})

test('a page that is out of reach does not hold up a server that ends', async () => {
  await using elsewhere = await aFolder()
  const ending = await aServer(elsewhere.path)
  const { cookie } = await ending.identify('Johanna Beispiel')
  const page = await RawSocket.open(ending.url, cookie)
  page.goSilent()
  await ending.close()
  await expect(fetch(ending.url)).rejects.toThrow('fetch failed')
  page.close()
})
