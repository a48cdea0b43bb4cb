import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { REQUESTS_A_MINUTE } from './platform/security.ts'
import { aFolder, aServer, type TestServer } from './testing/server.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer

beforeAll(async () => {
  folder = await aFolder()
  const webDir = join(folder.path, 'web')
  await mkdir(join(webDir, 'assets'), { recursive: true })
  await writeFile(join(webDir, 'index.html'), '<!doctype html><title>Visita</title>')
  await writeFile(join(webDir, 'assets', 'index-abc123.js'), 'export {}')
  await writeFile(join(webDir, 'assets', 'index-abc123.js.br'), 'compressed before')
  server = await aServer(folder.path)
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}${path}`, { headers })
const putIdentity = (headers: Record<string, string>, body = '{"displayName":"Maria Alves"}') =>
  fetch(`${server.url}/api/session/guest`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

describe('the pages', () => {
  test('are one page at every address', async () => {
    for (const path of ['/', '/visit/somewhere']) {
      expect(await (await get(path)).text()).toContain('<title>Visita</title>')
    }
  })

  test('have parts that are compressed before and kept for good', async () => {
    const reply = await get('/assets/index-abc123.js', { 'accept-encoding': 'br' })
    expect(reply.headers.get('content-encoding')).toBe('br')
    expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  test.each(['/assets/missing.js', '/api/nothing', '/../data/visita.key', '/%2e%2e/visita.key'])(
    'do not include %s',
    async (path) => {
      const reply = await get(path)
      expect([reply.status, await reply.json()]).toEqual([404, { error: 'not_found' }])
    },
  )
})

test('[C17] a request that changes something is taken from our own pages', async () => {
  const { port } = new URL(server.url)
  for (const name of ['127.0.0.1', 'localhost']) {
    expect((await putIdentity({ origin: `http://${name}:${port}` })).status).toBe(200)
  }
  expect((await putIdentity({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
})

test('[C17] the address written otherwise is checked all the same', async () => {
  for (const path of ['/%61pi/session/guest', '/api/%73ession/guest', '/nothing']) {
    const reply = await fetch(`${server.url}${path}`, {
      method: 'PUT',
      headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
      body: '{"displayName":"Maria Alves"}',
    })
    expect(await reply.json()).toEqual({ error: 'wrong_origin' })
  }
})

describe('a body', () => {
  test.each([['{"displayName":'], ['[]'], ['']])('like %s is refused', async (body) => {
    const reply = await putIdentity({ origin: server.url }, body)
    expect(reply.status).toBe(400)
    expect(await reply.json()).toMatchObject({ error: 'bad_request' })
  })

  test('of another type is refused', async () => {
    expect((await putIdentity({ origin: server.url, 'content-type': 'text/plain' })).status).toBe(400)
  })
})

test('refusals and the log quote nothing of what was sent', async () => {
  const secret = 'Xanthippe-Marker'
  const { cookie } = await server.identify(`${secret} Long Enough`)
  await putIdentity({ origin: server.url, cookie }, `{"displayName":"${secret}\\u0000 and more"}`)
  const reply = await putIdentity({ origin: server.url }, `{"displayName":["${secret}"]}`)
  expect(await reply.text()).not.toContain(secret)
  expect(server.log.join('')).not.toContain(secret)
  expect(server.log.join('')).not.toContain(cookie.split('=')[1])
})

test(
  '[C10] one address that asks too much is slowed down, and the pages still load',
  { timeout: 30_000 },
  async () => {
    await using own = await aFolder()
    const busy = await aServer(own.path)
    const replies = await Promise.all(
      Array.from({ length: REQUESTS_A_MINUTE + 1 }, () => fetch(`${busy.url}/api/session`)),
    )
    const refused = replies.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(1)
    expect(await refused[0]?.json()).toEqual({ error: 'too_fast' })
    expect((await fetch(`${busy.url}/healthz`)).status).toBe(200)
    await busy.close()
  },
)
