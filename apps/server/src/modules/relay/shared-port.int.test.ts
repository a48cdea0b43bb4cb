import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https'
import { type AddressInfo, connect as connectTcp, createServer, type Server, type Socket } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { connect, type TLSSocket } from 'node:tls'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Certificate, lanCertificate } from '../../platform/certificate.ts'
import { aFolder } from '../../testing/server.ts'
import { SHARED_PROTOCOLS, SharedPort } from './shared-port.ts'

const HOST = '127.0.0.1'
const REQUEST = 'GET / HTTP/1.1\r\nhost: clinic.example\r\nconnection: close\r\n\r\n'
/** As a request of STUN begins. */
const STUN = Buffer.from([0, 1, 0, 0])

let certificate: Certificate
let web: HttpsServer
let shared: SharedPort
let relay: Server
/** What the relay is connected to, the newest last. */
let atRelay: Socket[]
const open: TLSSocket[] = []

beforeEach(async () => {
  await using folder = await aFolder()
  certificate = await lanCertificate(folder.path, [], Date.now)
  atRelay = []
  relay = createServer({ allowHalfOpen: true }, (socket) => atRelay.push(socket.on('error', () => {})))
  const relayPort = await portOf(relay)
  web = createHttpsServer({ ...certificate, ALPNProtocols: SHARED_PROTOCOLS }, (request, reply) => {
    reply.end(`page for ${request.socket.remoteAddress}`)
  })
  shared = new SharedPort(web, { host: HOST, port: relayPort })
  await portOf(web)
})
afterEach(() => {
  for (const socket of [...open.splice(0), ...atRelay]) socket.destroy()
  shared[Symbol.dispose]()
  web.close()
  relay.close()
})

async function portOf(server: Server | HttpsServer): Promise<number> {
  if (!server.listening) await once(server.listen(0, HOST), 'listening')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a TCP server that listens
  return (server.address() as AddressInfo).port
}

/** Names these protocols, none where it is left out; comes from an address of its own. */
async function aClient(protocols?: string[]): Promise<TLSSocket> {
  const tcp = connectTcp({ port: await portOf(web), host: HOST, localAddress: '127.0.0.9' })
  const socket = connect({
    socket: tcp,
    ca: certificate.cert,
    servername: 'localhost',
    ...(protocols === undefined ? {} : { ALPNProtocols: protocols }),
  })
  socket.on('error', () => {})
  open.push(socket)
  await once(socket, 'secureConnect')
  return socket
}

async function theRelayHears(): Promise<Socket> {
  await vi.waitUntil(() => atRelay.length > 0)
  const [socket] = atRelay
  if (socket === undefined) throw new Error('nobody')
  return socket
}

describe('[A16] one port for pages and the relay', () => {
  test.each([
    ['says that it speaks HTTP', ['http/1.1']],
    ['says that it speaks HTTP, or something newer', ['h2', 'http/1.1']],
    ['says nothing and asks for a page', undefined],
  ])('serves a page to who %s, and knows their address', async (_who, protocols) => {
    const client = await aClient(protocols)
    client.write(REQUEST)
    expect(await text(client)).toContain('page for 127.0.0.9')
    expect(atRelay).toEqual([])
  })

  test('serves a request whose first bytes come one by one', async () => {
    const client = await aClient()
    for (const byte of REQUEST) client.write(byte)
    expect(await text(client)).toContain('page for')
  })

  test.each([
    ['says nothing, as browsers do', undefined],
    ['names the protocol', ['stun.turn']],
  ])('passes the bytes of who speaks TURN and %s', async (_who, protocols) => {
    const client = await aClient(protocols)
    client.write(STUN)
    const heard = await theRelayHears()
    expect(await once(heard, 'data')).toEqual([STUN])
    heard.write('answer')
    expect(await once(client, 'data')).toEqual([Buffer.from('answer')])
  })

  test('passes all that either side said before it ended', async () => {
    const client = await aClient()
    const sent = Buffer.concat([STUN, randomBytes(300_000)])
    client.end(sent)
    expect((await buffer(await theRelayHears())).equals(sent)).toBe(true)
    const other = await aClient()
    other.write(STUN)
    await vi.waitUntil(() => atRelay.length === 2)
    atRelay[1]?.end(sent)
    expect((await buffer(other)).equals(sent)).toBe(true)
  })

  test('lets a slow client slow the relay, and keeps little for it', async () => {
    const client = await aClient()
    client.write(STUN)
    const heard = await theRelayHears()
    const piece = randomBytes(1_000_000)
    let taken = 0
    // Until the relay itself is held up: kernel buffers and ours are full.
    while (taken < 200 && heard.writableLength < 5_000_000) {
      heard.write(piece)
      taken += 1
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(taken).toBeLessThan(200)
    let received = 0
    client.on('data', (bytes: Buffer) => (received += bytes.length))
    await vi.waitUntil(() => received === taken * piece.length, { timeout: 10_000 })
  })

  test('ends a client whose relay has died, and one who leaves ends at the relay', async () => {
    const [first, second] = [await aClient(), await aClient()]
    first.write(STUN)
    const heard = await theRelayHears()
    heard.destroy()
    await once(first, 'close')
    second.write(STUN)
    await vi.waitUntil(() => atRelay.length === 2)
    second.destroy()
    await vi.waitUntil(() => atRelay[1]?.readableEnded === true || atRelay[1]?.resume().destroyed === true)
    relay.close()
    const third = await aClient()
    third.write(STUN)
    await once(third, 'close')
    const page = await aClient(['http/1.1'])
    page.write(REQUEST)
    expect(await text(page)).toContain('page for')
  })

  test('[C43] does not wait for who says nothing at all', { timeout: 15_000 }, async () => {
    const silent = await aClient()
    await once(silent, 'close')
    expect(atRelay).toEqual([])
  })

  test('lets go of all who wait or are relayed when it is closed', async () => {
    const [silent, relayed] = [await aClient(), await aClient()]
    relayed.write(STUN)
    await theRelayHears()
    shared[Symbol.dispose]()
    await Promise.all([once(silent, 'close'), once(relayed, 'close')])
    expect([silent.closed, relayed.closed]).toEqual([true, true])
  })

  test('[C11] survives whatever bytes come, under TLS and without', { timeout: 60_000 }, async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 2_000 })
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        const client = await aClient()
        client.end(sent)
        client.resume()
        if (!client.closed) await once(client, 'close')
        const plain = connectTcp(await portOf(web), HOST, () => plain.end(sent))
        plain.on('error', () => {}).resume()
        await once(plain, 'close')
      }),
      { numRuns: 1_000 },
    )
    const page = await aClient(['http/1.1'])
    page.write(REQUEST)
    expect(await text(page)).toContain('page for')
  })
})
