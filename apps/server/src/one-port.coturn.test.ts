import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { aFreePort } from './testing/free-port.ts'
import { ownAddress, relaysTold } from './testing/over-https.ts'
import { startServerProcess } from './testing/process.ts'
import { aFolder } from './testing/server.ts'
import { overTcp, overTls, TurnClient } from './modules/relay/index.ts'

test(
  '[A16] serves pages, web sockets and a relay for strict firewalls at one port',
  { timeout: 30_000 },
  async () => {
    await using folder = await aFolder()
    const own = ownAddress()
    const turnPort = await aFreePort(own)
    await using server = await startServerProcess(folder.path, ['--lan', '--turn'], {
      VISITA_LOBBY: 'open',
      VISITA_TURN_PORT: String(turnPort),
      VISITA_TURN_HOST: 'localhost',
      VISITA_LOG_LEVEL: 'info',
    })
    await vi.waitUntil(() => server.output().includes('relay_running'), 10_000)

    const ca = await readFile(join(folder.path, 'lan-cert.pem'), 'utf8')
    const servers = await relaysTold(server.url, ca)
    const port = Number(new URL(server.url).port)
    const shared = servers.find(({ urls }) => urls[0] === `turns:localhost:${port}?transport=tcp`)
    expect(servers).toHaveLength(3)
    const { username = '', credential = '' } = shared ?? {}
    const wire = await overTls({ host: '127.0.0.1', port }, { ca, servername: 'localhost' })
    await using client = new TurnClient(wire, { username, credential })
    expect(await client.allocate()).toBe('ok')
    // The relay sees the client at an address of this machine, which opens nothing more to it.
    const inside = ['127.0.0.1', '10.0.0.5', '169.254.169.254', '192.168.1.1'].filter((each) => each !== own)
    for (const address of inside) expect(await client.permit(address)).toBe(403)
    expect(await client.permit('8.8.8.8')).toBe('ok')
    // With a call by the relay under way.
    expect(await server.stop()).toBe(0)
  },
)

test('[F4] a server that is killed leaves no relay behind', async () => {
  await using folder = await aFolder()
  const own = ownAddress()
  const place = { host: own, port: await aFreePort(own) }
  const server = await startServerProcess(folder.path, ['--turn'], { VISITA_TURN_PORT: String(place.port) })
  await vi.waitFor(async () => (await overTcp(place)).close(), 10_000)
  await server.kill()
  await vi.waitFor(() => expect(overTcp(place)).rejects.toThrow('ECONNREFUSED'), 10_000)
})
