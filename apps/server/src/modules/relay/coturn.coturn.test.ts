import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { connect } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { lanCertificate, lanCertificateFiles } from '../../platform/certificate.ts'
import { createLogger } from '../../platform/logger.ts'
import { aFolder } from '../../testing/server.ts'
import { aFreePort } from '../../testing/free-port.ts'
import { type TurnAnswer, TurnClient } from './turn-client.ts'
import { overUdp } from './turn-wires.ts'
import { Coturn } from './coturn.ts'
import { type CoturnSettings, NONCE_SECONDS, TOTAL_QUOTA, USER_QUOTA } from './coturn-config.ts'
import { credentialsUntil } from './credentials.ts'
import { findCoturn } from './find-coturn.ts'

const SECRET = 'shared-with-the-relay-of-this-test'
const HOST = '127.0.0.7'

let folder: Awaited<ReturnType<typeof aFolder>>
const open: AsyncDisposable[] = []
beforeEach(async () => {
  folder = await aFolder()
})
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

async function aRelay(change: Partial<CoturnSettings> = {}) {
  const program = await findCoturn()
  if (program === null) throw new Error('coturn is missing: npm test installs it, or says how to get it')
  const port = await aFreePort(HOST)
  const settings = {
    realm: 'visita',
    secret: SECRET,
    addresses: [HOST] as const,
    publicAddress: null,
    port,
    tls: null,
    userQuota: USER_QUOTA,
    totalQuota: TOTAL_QUOTA,
    nonceSeconds: NONCE_SECONDS,
    ...change,
  }
  const logger = createLogger('silent', process.stdout)
  const coturn = await Coturn.start(program, settings, { folder: folder.path, logger })
  open.push(coturn)
  await vi.waitUntil(() => coturn.state === 'running', { timeout: 10_000 })
  return { coturn, port }
}

async function aClient(
  port: number,
  user = credentialsUntil(Date.now() + 60_000, SECRET),
): Promise<TurnClient> {
  const client = new TurnClient(await overUdp({ host: HOST, port }), user)
  open.push(client)
  return client
}

describe('[A14] a relay', () => {
  test('[B4] takes everybody in from its first moment', async () => {
    const { port } = await aRelay()
    const clients = await Promise.all(Array.from({ length: 8 }, () => aClient(port)))
    const answers = await Promise.all(clients.map((client) => client.allocate()))
    expect(new Set(answers)).toEqual(new Set(['ok']))
  })

  test('[C2] is for nobody whose credentials are wrong or over', async () => {
    const { port } = await aRelay()
    expect(await (await aClient(port)).allocate()).toBe('ok')
    expect(
      await (await aClient(port, credentialsUntil(Date.now() + 60_000, 'another secret'))).allocate(),
    ).toBe(401)
    expect(await (await aClient(port, credentialsUntil(Date.now() - 5_000, SECRET))).allocate()).toBe(401)
  })

  test('[C1] [C3] relays to no reserved address, of either family, and to no multicast one', async () => {
    const { port } = await aRelay()
    const client = await aClient(port)
    expect(await client.allocate()).toBe('ok')
    const answers = new Map<string, TurnAnswer>()
    for (const address of RESERVED) answers.set(address, await client.permit(address))
    // 443: an address of the other family, which an allocation of IPv4 never reaches.
    const granted = Array.from(answers).filter(([, answer]) => ![403, 440, 443].includes(Number(answer)))
    expect(granted).toEqual([])
    expect(await client.permit('8.8.8.8')).toBe('ok')
  })

  test('[C1] reaches no reserved address by IPv6 either, where it relays by that', async () => {
    const { port } = await aRelay({ addresses: [HOST, '::1'] })
    const client = await aClient(port)
    expect(await client.allocate(2)).toBe('ok')
    const answers = new Map<string, TurnAnswer>()
    // Its own address, the one exception, is ::1 here.
    const reserved = ['::', '::2', ...RESERVED].filter(
      (address) => address.includes(':') && address !== '::1',
    )
    for (const address of reserved) answers.set(address, await client.permit(address))
    expect(Array.from(answers).filter(([, answer]) => answer !== 403)).toEqual([])
    expect(await client.permit('2600::1')).toBe('ok')
  })

  test('[C3] gives one user name as many allocations as its quota has', async () => {
    const { port } = await aRelay({ userQuota: 3 })
    const user = credentialsUntil(Date.now() + 60_000, SECRET)
    const answers: TurnAnswer[] = []
    for (let count = 0; count < 5; count += 1) answers.push(await (await aClient(port, user)).allocate())
    expect(answers).toEqual(['ok', 'ok', 'ok', 486, 486])
  })

  test('[F5] is started again when it dies, and ends with its owner', async () => {
    const { coturn, port } = await aRelay()
    const { pid } = coturn
    expect((await stat(join(folder.path, 'turnserver.conf'))).mode & 0o777).toBe(0o600)
    expect(await readFile(join(folder.path, 'turnserver.conf'), 'utf8')).toContain(SECRET)
    process.kill(pid ?? 0, 'SIGKILL')
    await vi.waitUntil(() => coturn.pid !== pid && coturn.state === 'running', { timeout: 10_000 })
    expect(await (await aClient(port)).allocate()).toBe('ok')
    await coturn[Symbol.asyncDispose]()
    expect(coturn.pid).toBeUndefined()
  })

  test('[F22] with a TLS port of its own serves a renewed certificate without a restart', async () => {
    await lanCertificate(folder.path, ['10.0.0.1'], Date.now)
    const tls = { port: await aFreePort(HOST), ...lanCertificateFiles(folder.path) }
    const { coturn } = await aRelay({ tls })
    const { pid } = coturn
    await vi.waitUntil(async () => (await namesServedAt(tls.port)).includes('10.0.0.1'), { timeout: 10_000 })
    await lanCertificate(folder.path, ['10.0.0.2'], Date.now)
    coturn.reloadCertificate()
    await vi.waitUntil(async () => (await namesServedAt(tls.port)).includes('10.0.0.2'), { timeout: 10_000 })
    expect(coturn.pid).toBe(pid)
  })
})

/** In the certificate; empty where nobody answers. */
async function namesServedAt(port: number): Promise<string> {
  // Which certificate is served is what is looked at.
  const socket = connect({ port, host: HOST, rejectUnauthorized: false })
  try {
    await once(socket, 'secureConnect')
    return socket.getPeerCertificate().subjectaltname ?? ''
  } catch {
    return ''
  } finally {
    socket.destroy()
  }
}

const RESERVED = [
  '0.0.0.0',
  '10.0.0.5',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '192.0.2.9',
  '192.168.1.1',
  '198.18.0.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '255.255.255.255',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.5',
  '::ffff:169.254.169.254',
  '64:ff9b::7f00:1',
  'fd00::1',
  'fe80::1',
  'ff02::1',
]
