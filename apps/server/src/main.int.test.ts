import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { join } from 'node:path'
import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { lanCertificate, lanCertificateFiles } from './platform/certificate.ts'
import { type ServerProcess, startServerProcess } from './testing/process.ts'
import { aFolder } from './testing/server.ts'

test('listens on loopback, and stops with code 0 when asked, its database closed', async () => {
  await using folder = await aFolder()
  const server = await startServerProcess(folder.path)
  expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' })
  expect(await server.stop()).toBe(0)
  expect((await readdir(folder.path)).toSorted()).toEqual([
    'audit-anchors.jsonl',
    'files',
    'keyring.db',
    'photos',
    'visita.db',
    'visita.key',
  ])
})

test('says in one sentence why it cannot start, and ends', async () => {
  await using folder = await aFolder()
  const server = await startServerProcess(folder.path)
  await using second = await aFolder()
  const { port } = new URL(server.url)
  const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, PORT: port, VISITA_DATA_DIR: second.path },
    encoding: 'utf8',
    timeout: 10_000,
  })
  expect(stderr).toMatch(new RegExp(`^Port ${port} is in use\\. .*\n$`))
  expect(status).toBe(1)
  await server.stop()
})

test('[A3] with --lan serves HTTPS, and its cookie is bound to this host', { timeout: 20_000 }, async () => {
  await using folder = await aFolder()
  const server = await startServerProcess(folder.path, ['--lan'], { VISITA_LOBBY: 'open' })
  const cookie = await new Promise((resolve, reject) => {
    const sent = request(
      `${server.url}/api/session/guest`,
      {
        method: 'PUT',
        // The certificate is its own; that it names this host is tested with it.
        rejectUnauthorized: false,
        headers: { origin: server.url, 'content-type': 'application/json' },
      },
      (reply) => {
        reply.resume()
        resolve(reply.headers['set-cookie']?.[0])
      },
    )
    sent.on('error', reject)
    sent.end('{"displayName":"Maria Alves da Silva"}')
  })
  expect(cookie).toMatch(/^__Host-visita=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Strict$/)
  expect(await server.stop()).toBe(0)
  expect(await readdir(folder.path)).toContain('lan-key.pem')
})

test('[C15] with a certificate that was given serves HTTPS, on which browsers are told to insist', async () => {
  await using folder = await aFolder()
  await lanCertificate(folder.path, [], Date.now)
  const { cert, key } = lanCertificateFiles(folder.path)
  await using server = await startServerProcess(folder.path, [], {
    VISITA_CERTIFICATE_FILE: cert,
    VISITA_CERTIFICATE_KEY_FILE: key,
    VISITA_ORIGINS: 'https://clinic.example',
  })
  const sent = request(`${server.url}/healthz`, { ca: await readFile(cert), agent: false }).end()
  const [reply]: IncomingMessage[] = await once(sent, 'response')
  expect(reply?.resume().headers['strict-transport-security']).toBe('max-age=31536000')
})

test(
  '[B34] prints the link that makes the first administrator until there is one',
  { timeout: 30_000 },
  async () => {
    await using folder = await aFolder()
    const first = await startServerProcess(folder.path)
    expect(linkOf(first)).toMatch(/^[\w-]{43}$/)
    await first.stop()
    const second = await startServerProcess(folder.path)
    const setUp = (token: string | undefined): Promise<Response> =>
      fetch(`${second.url}/api/setup`, {
        method: 'POST',
        headers: { origin: second.url, 'content-type': 'application/json' },
        body: JSON.stringify({
          token,
          displayName: 'Ada Administrator',
          login: 'ada@clinic.example',
          password: 'correct horse battery staple 7',
        }),
      })
    expect((await setUp(linkOf(first))).status).toBe(410)
    expect((await setUp(linkOf(second))).status).toBe(200)
    await second.stop()
    const third = await startServerProcess(folder.path)
    expect(linkOf(third)).toBeUndefined()
    await third.stop()
  },
)

/** The token of the link that makes the first administrator; undefined where none was printed. */
const linkOf = ({ said, url }: ServerProcess): string | undefined =>
  said.map((line) => line.split(`${url}/#setup=`)[1]).find((token) => token !== undefined)
