import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:https'
import { connect } from 'node:net'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { lanCertificate, lanCertificateFiles } from './platform/certificate.ts'
import { REQUESTS_A_MINUTE } from './platform/security.ts'
import { aFreePort } from './testing/free-port.ts'
import { ownAddress, relaysTold } from './testing/over-https.ts'
import { type ServerProcess, startServerProcess } from './testing/process.ts'
import { aFolder } from './testing/server.ts'
import { overTls, TurnClient } from './modules/relay/index.ts'

const DEPLOY = join(import.meta.dirname, '../../../deploy')
const HOST = '127.0.0.1'
/** As the files call it: where the relay has a name of its own. */
const RELAY_NAME = 'turn.clinic.example'

let folder: Awaited<ReturnType<typeof aFolder>>
let server: ServerProcess
let proxy: ChildProcess | null
let ca: string
/** Of the proxy, of Visita, and of the relay. */
let ports: { https: number; visita: number; turn: number }

beforeEach(async () => {
  folder = await aFolder()
  proxy = null
  const { cert, key } = await lanCertificate(folder.path, [RELAY_NAME], Date.now)
  ca = cert
  await writeFile(join(folder.path, 'clinic.pem'), `${cert}\n${key}\n`)
  const [https, turn] = [await aFreePort(HOST), await aFreePort(ownAddress())]
  server = await startServerProcess(join(folder.path, 'data'), ['--turn'], {
    VISITA_LOBBY: 'open',
    VISITA_LOG_LEVEL: 'info',
    VISITA_ORIGINS: `https://localhost:${https}`,
    VISITA_TRUSTED_PROXIES: HOST,
    VISITA_TURN_PORT: String(turn),
    VISITA_TURN_SECRET: 'of these tests alone',
    VISITA_TURN_URLS: `turns:${RELAY_NAME}:${https}?transport=tcp`,
  })
  ports = { https, visita: Number(new URL(server.url).port), turn }
  await vi.waitUntil(() => server.output().includes('relay_running'), 10_000)
})
afterEach(async () => {
  if (proxy?.kill() === true) await once(proxy, 'exit')
  await server[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

/** The file as it is delivered, with what its own heading says is to be replaced, and free ports. */
async function theProxy(
  file: string,
  command: (path: string) => [string, ...string[]],
  changes: [string, string][],
) {
  let text = await readFile(join(DEPLOY, file), 'utf8')
  for (const [from, to] of changes) {
    expect(text).toContain(from)
    text = text.replaceAll(from, to)
  }
  const path = join(folder.path, file)
  await writeFile(path, text)
  const [program, ...args] = command(path)
  proxy = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  await vi.waitFor(async () => {
    const socket = connect(ports.https, HOST)
    await once(socket, 'connect')
    socket.destroy()
  }, 10_000)
}

const START = {
  haproxy: () =>
    theProxy('haproxy.cfg', (path) => ['haproxy', '-db', '-f', path], [
      ['/etc/haproxy/clinic.pem', join(folder.path, 'clinic.pem')],
      ['198.51.100.7:3478', `${ownAddress()}:${ports.turn}`],
      ['127.0.0.1:8080', `127.0.0.1:${ports.visita}`],
      [':443', `127.0.0.1:${ports.https}`],
    ]),
  nginx: async () => {
    const files = lanCertificateFiles(folder.path)
    const [web, turn] = [await aFreePort(HOST), await aFreePort(HOST)]
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${join(folder.path, name)};`,
    )
    await theProxy('nginx.conf', (path) => ['nginx', '-g', 'daemon off;', '-c', path], [
      ['/etc/letsencrypt/live/clinic.example/fullchain.pem', files.cert],
      ['/etc/letsencrypt/live/clinic.example/privkey.pem', files.key],
      ['198.51.100.7:3478', `${ownAddress()}:${ports.turn}`],
      ['127.0.0.1:8080', `127.0.0.1:${ports.visita}`],
      ['127.0.0.1:8443', `127.0.0.1:${web}`],
      ['127.0.0.1:8444', `127.0.0.1:${turn}`],
      ['listen 443', `listen ${ports.https}`],
      ['listen [::]:443', `listen [::]:${ports.https}`],
      ['/run/nginx.pid', join(folder.path, 'nginx.pid')],
      ['http {', `http { ${temporary.join(' ')}`],
    ])
  },
}

describe.each(['haproxy', 'nginx'] as const)('[A16] %s before the server and the relay', (name) => {
  test('brings pages, web sockets and TURN over TLS to one port', { timeout: 60_000 }, async () => {
    await START[name]()
    const url = `https://localhost:${ports.https}`
    const servers = await relaysTold(url, ca)
    const shared = servers.find(({ urls }) => urls[0]?.startsWith('turns:'))
    const { username = '', credential = '' } = shared ?? {}
    const wire = await overTls({ host: HOST, port: ports.https }, { ca, servername: RELAY_NAME })
    await using client = new TurnClient(wire, { username, credential })
    expect(await client.allocate()).toBe('ok')
    expect(await client.permit('10.0.0.5')).toBe(403)
    expect(await client.permit('8.8.8.8')).toBe('ok')
  })

  test(
    '[C10] [C21] says where each request comes from, and takes nobody else’s word',
    { timeout: 60_000 },
    async () => {
      await START[name]()
      const statuses = await asks('127.0.0.9', REQUESTS_A_MINUTE + 1)
      expect(statuses.filter((status) => status === 429)).toHaveLength(1)
      expect(await asks('127.0.0.9', 1, { 'x-forwarded-for': '127.0.0.77' })).toEqual([429])
      expect(await asks('127.0.0.10', 1)).toEqual([200])
    },
  )
})

/** The statuses of so many requests from an address of its own. */
async function asks(localAddress: string, count: number, headers: Record<string, string> = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 10, ca })
  const ask = async (): Promise<number | undefined> => {
    const sent = request(`https://localhost:${ports.https}/api/session`, {
      agent,
      headers,
      localAddress,
      family: 4,
    }).end()
    const [reply]: IncomingMessage[] = await once(sent, 'response')
    await once(reply?.resume() ?? sent, 'end')
    return reply?.statusCode
  }
  const statuses = await Promise.all(Array.from({ length: count }, ask))
  agent.destroy()
  return statuses
}
