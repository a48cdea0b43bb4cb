import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { lanCertificate } from '../../platform/certificate.ts'
import { createLogger } from '../../platform/logger.ts'
import { aFreePort } from '../../testing/free-port.ts'
import { ownAddress } from '../../testing/over-https.ts'
import { aFolder } from '../../testing/server.ts'
import { Coturn } from './coturn.ts'
import { NONCE_SECONDS, TOTAL_QUOTA, USER_QUOTA } from './coturn-config.ts'
import { credentialsUntil } from './credentials.ts'
import { findCoturn } from './find-coturn.ts'
import { checkRelay, placeOf } from './relay-check.ts'

const SECRET = 'shared-with-the-relay-of-this-test'

let folder: Awaited<ReturnType<typeof aFolder>>
const open: AsyncDisposable[] = []
beforeEach(async () => {
  folder = await aFolder()
})
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})

/** Its port. */
async function aRelayAt(address: string, totalQuota = TOTAL_QUOTA): Promise<number> {
  const port = await aFreePort(address)
  const coturn = await Coturn.start(
    (await findCoturn()) ?? 'turnserver',
    {
      realm: 'visita',
      secret: SECRET,
      addresses: [address],
      publicAddress: null,
      port,
      tls: null,
      userQuota: USER_QUOTA,
      totalQuota,
      nonceSeconds: NONCE_SECONDS,
    },
    { folder: folder.path, logger: createLogger('silent', process.stdout) },
  )
  open.push(coturn)
  await vi.waitUntil(() => coturn.state === 'running', 10_000)
  return port
}

const user = (secret = SECRET) => credentialsUntil(Date.now() + 60_000, secret)

describe('[A14] a way to a relay', () => {
  test('works where two people who both need it would meet', async () => {
    const host = ownAddress()
    const port = await aRelayAt(host)
    for (const transport of ['udp', 'tcp'] as const)
      expect(await checkRelay({ host, port, transport }, user())).toBe('works')
    expect(await checkRelay({ host, port, transport: 'udp' }, user('another secret'))).toBe('credentials')
  })

  test('does not where the relay refuses its own address, as coturn does on loopback', async () => {
    const host = '127.0.0.13'
    const port = await aRelayAt(host)
    expect(await checkRelay({ host, port, transport: 'udp' }, user())).toBe('apart')
  })

  test('is told from one where nobody listens, answers, or has that name', { timeout: 30_000 }, async () => {
    const host = '127.0.0.13'
    const port = await aFreePort(host)
    for (const transport of ['udp', 'tcp', 'tls'] as const)
      expect(await checkRelay({ host, port, transport }, user())).toBe('refused')
    const mute = createServer().listen(0, host)
    await once(mute, 'listening')
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a TCP server that listens
    const { port: mutePort } = mute.address() as AddressInfo
    expect(await checkRelay({ host, port: mutePort, transport: 'tcp' }, user())).toBe('silent')
    mute.close()
    expect(await checkRelay({ host: 'nowhere.invalid', port, transport: 'tcp' }, user())).toBe('name')
  })

  test('is not one that browsers trust with a certificate that nobody signed', async () => {
    const server = createTlsServer(await lanCertificate(folder.path, [], Date.now))
    server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1')
    await once(server, 'listening')
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a TCP server that listens
    const { port } = server.address() as AddressInfo
    expect(await checkRelay({ host: 'localhost', port, transport: 'tls' }, user())).toBe('certificate')
    server.close()
  })
})

test.each([
  ['turn:t.example.org', { host: 't.example.org', port: 3478, transport: 'udp' }],
  ['turn:t.example.org:99?transport=tcp', { host: 't.example.org', port: 99, transport: 'tcp' }],
  ['turns:t.example.org', { host: 't.example.org', port: 5349, transport: 'tls' }],
  ['turns:[2001:db8::1]:443?transport=tcp', { host: '2001:db8::1', port: 443, transport: 'tls' }],
  ['stun:t.example.org', null],
])('%s is read as RFC 7065 has it', (url, place) => {
  expect(placeOf(url)).toEqual(place)
})
