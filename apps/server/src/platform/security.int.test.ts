import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changesState, FORGERIES, nameOf, pathOf } from '../testing/routes.ts'
import { aFolder, aServer, type Browser, browserFetch, type TestServer } from '../testing/server.ts'
import { INERT_POLICY, pagePolicy, WORKER_POLICY } from './content-policy.ts'
import { REQUESTS_A_MINUTE } from './security.ts'

const WORKER_FILES = ['assets/frame-worker-Ab-_1.js', 'assets/frame-worker-Ab-_1.js.br']

let folder: Awaited<ReturnType<typeof aFolder>>
let server: TestServer
let maria: Browser

beforeAll(async () => {
  folder = await aFolder()
  const webDir = join(folder.path, 'web')
  await mkdir(join(webDir, 'assets'), { recursive: true })
  await writeFile(join(webDir, 'index.html'), '<script nonce="__NONCE__"></script><meta nonce="__NONCE__">')
  await writeFile(join(webDir, 'icon.svg'), '<svg/>')
  for (const name of WORKER_FILES) await writeFile(join(webDir, name), '')
  await writeFile(join(webDir, 'assets/room-Ab_1.js'), '')
  server = await aServer(folder.path)
  maria = await server.identify('Maria Alves da Silva')
})
afterAll(async () => {
  await server.close()
  await folder[Symbol.asyncDispose]()
})

/** What no answer may be without. */
function expectSecure({ headers }: Response): void {
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
  expect(headers.get('content-security-policy')).not.toMatch(/unsafe-inline|unsafe-eval'.*unsafe-eval|\*/)
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('permissions-policy')).toMatch(/camera=\(self\), microphone=\(self\)/)
  expect(headers.get('access-control-allow-origin')).toBeNull()
  expect(headers.get('x-powered-by')).toBeNull()
}

describe('[C15] every answer of every route', () => {
  test(
    'carries the security headers, and nothing of the API is kept by any cache',
    { timeout: 30_000 },
    async () => {
      expect(server.routes.length).toBeGreaterThan(10)
      for (const route of server.routes) {
        for (const asking of [server.stranger(), maria]) {
          const reply = await asking.fetch(pathOf(route), { method: route.method })
          expectSecure(reply)
          const kept = reply.headers.get('cache-control') !== 'no-store'
          expect([nameOf(route), kept]).toEqual([nameOf(route), route.url === '/*' && reply.ok])
          await reply.body?.cancel()
        }
      }
    },
  )

  test.each([
    '/',
    '/visit/somewhere',
    '/nothing.js',
    '/api/nothing',
    '/api/visits/not-an-id',
    '/%zq',
    `/api/visits/${'zq'.repeat(33)}`,
  ])('so does %s, and quotes nothing of it', async (path) => {
    const reply = await fetch(`${server.url}${path}`)
    expectSecure(reply)
    expect(await reply.text()).not.toContain('zq')
  })

  test('that is no page may run nothing and load nothing', async () => {
    for (const path of ['/icon.svg', '/assets/room-Ab_1.js', '/api/session', '/api/nothing', '/healthz']) {
      const { headers } = await fetch(`${server.url}${path}`)
      expect(headers.get('content-security-policy')).toBe(INERT_POLICY)
    }
  })
})

test('[C15, X6] the worker that seals pictures may run, in a policy of its own that lets it load nothing', async () => {
  for (const encoding of ['identity', 'br']) {
    const reply = await fetch(`${server.url}/${WORKER_FILES[0]}`, {
      headers: { 'accept-encoding': encoding },
    })
    expectSecure(reply)
    expect(reply.headers.get('content-security-policy')).toBe(WORKER_POLICY)
  }
})

describe('[C15] the page', () => {
  test('runs what its own nonce names, another one in every answer, and is not kept', async () => {
    const nonces = new Set<string>()
    for (const path of ['/', '/visit/somewhere', '/']) {
      const reply = await fetch(`${server.url}${path}`)
      const [, nonce = ''] =
        /^<script nonce="([\w-]{22})"><\/script><meta nonce="\1">$/.exec(await reply.text()) ?? []
      expect(reply.headers.get('content-security-policy')).toBe(pagePolicy(nonce))
      expect(reply.headers.get('cache-control')).toBe('no-store')
      expect(reply.headers.get('etag')).toBeNull()
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(3)
  })

  test('is answered to HEAD as to GET, and has no file of its own', async () => {
    const head = await fetch(`${server.url}/`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    for (const path of ['/index.html', '/%69ndex.html', '//index.html', '/assets/..%2findex.html']) {
      const reply = await fetch(`${server.url}${path}`)
      expect([reply.ok, (await reply.text()).includes('__NONCE__')]).toEqual([false, false])
    }
  })
})

const forge = (method: string, path: string, headers: Record<string, string>): Promise<Response> =>
  fetch(`${server.url}${path}`, { method, headers: { cookie: maria.cookie, ...headers }, body: 'a=b' })

const BODY_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'application/json']

describe('[C17] every route that changes something', () => {
  test.each(FORGERIES)('refuses %s, whatever it carries', { timeout: 30_000 }, async (_what, headersFor) => {
    const routes = server.routes.filter(changesState)
    expect(routes.length).toBeGreaterThan(5)
    for (const type of BODY_TYPES) {
      const answers = routes.map(async (route) => {
        const headers = { 'content-type': type, ...headersFor(server.url) }
        const reply = await forge(route.method, pathOf(route), headers)
        return [nameOf(route), reply.status, await reply.json(), reply.headers.get('set-cookie')]
      })
      const refused = routes.map((route) => [nameOf(route), 403, { error: 'wrong_origin' }, null])
      expect(await Promise.all(answers)).toEqual(refused)
    }
  })

  test('takes the same from our own pages as far as the next check', async () => {
    const answers = server.routes.filter(changesState).map(async (route) => {
      const reply = await forge(route.method, pathOf(route), { origin: server.url })
      return (await reply.text()).includes('wrong_origin') ? nameOf(route) : null
    })
    expect((await Promise.all(answers)).filter((name) => name !== null)).toEqual([])
  })

  test('of methods that no route has, none passes', async () => {
    for (const method of ['PUT', 'POST', 'PATCH', 'DELETE']) {
      expect((await forge(method, '/nothing', { origin: 'https://evil.example' })).status).toBe(403)
    }
  })
})

/** What a server with these settings says to a browser that comes from `origin` for the first time. */
async function firstAnswer(env: Record<string, string>, origin?: string): Promise<Headers> {
  await using own = await aFolder()
  const one = await aServer(own.path, { env })
  const { headers } = await browserFetch(one.url, '')('/api/session/guest', {
    method: 'PUT',
    json: { displayName: 'Maria Alves da Silva' },
    headers: { origin: origin ?? one.url },
  })
  await one.close()
  return headers
}

test('[C15, C16] behind a proxy that speaks HTTPS browsers are bound to it', async () => {
  const origin = 'https://visita.example.org'
  const headers = await firstAnswer({ VISITA_ORIGINS: origin }, origin)
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
  expect(headers.get('set-cookie')).toMatch(/^__Host-visita=.*; Secure;/)
})

test.each<Record<string, string>>([{}, { VISITA_ORIGINS: 'http://visita.example.org' }])(
  '[C15, C16] on loopback, set up with %j, they are not',
  async (env) => {
    const headers = await firstAnswer(env)
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('set-cookie')).toMatch(/^visita=/)
    expect(headers.get('set-cookie')).not.toContain('Secure')
  },
)

/** What is left of the allowance after each of two requests that say they come from two addresses. */
async function allowancesLeft(env: Record<string, string>): Promise<number[]> {
  await using own = await aFolder()
  const one = await aServer(own.path, { env })
  const left: number[] = []
  for (const from of ['198.51.100.1', '198.51.100.2']) {
    const { headers } = await fetch(`${one.url}/api/session`, { headers: { 'x-forwarded-for': from } })
    left.push(Number(headers.get('x-ratelimit-remaining')))
  }
  await one.close()
  return left
}

describe('[C21] a request counts for', () => {
  const together = [REQUESTS_A_MINUTE - 1, REQUESTS_A_MINUTE - 2]
  const apart = [REQUESTS_A_MINUTE - 1, REQUESTS_A_MINUTE - 1]

  test('the address it comes from, whatever X-Forwarded-For says', async () => {
    expect(await allowancesLeft({})).toEqual(together)
    expect(await allowancesLeft({ VISITA_TRUSTED_PROXIES: '203.0.113.7, 10.0.0.0/8' })).toEqual(together)
  })

  test('the address that a trusted proxy names', async () => {
    expect(await allowancesLeft({ VISITA_TRUSTED_PROXIES: '127.0.0.0/8' })).toEqual(apart)
  })
})
