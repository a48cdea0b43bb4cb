import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import {
  credentialsUntil,
  findCoturn,
  overTcp,
  overTls,
  overUdp,
  TurnClient,
} from '../modules/relay/index.ts'
import { lanCertificate, lanCertificateFiles } from '../platform/certificate.ts'
import { aFreePort } from '../testing/free-port.ts'
import { aFolder } from '../testing/server.ts'
import { relayConfig } from './relay-config.ts'
import { runCommand } from './run.ts'

const HOST = '127.0.0.11'

async function type(line: string, folder: string, secret?: string) {
  const out: string[] = []
  const err: string[] = []
  const env = { VISITA_DATA_DIR: folder, ...(secret === undefined ? {} : { VISITA_TURN_SECRET: secret }) }
  const code = await runCommand([relayConfig], `relay-config ${line}`.split(' '), {
    env,
    folder,
    print: (text) => void out.push(text),
    complain: (text) => void err.push(text),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('[A14] what is written starts a relay by UDP, TCP and TLS, with the settings that are told', async () => {
  await using folder = await aFolder()
  const { cert } = await lanCertificate(folder.path, [HOST], Date.now)
  const files = lanCertificateFiles(folder.path)
  const [port, tlsPort] = [await aFreePort(HOST), await aFreePort(HOST)]
  const { code, out } = await type(
    `--host localhost --address ${HOST} --port ${port} --tls-port ${tlsPort} --cert ${files.cert} --key ${files.key} --out turnserver.conf`,
    folder.path,
  )
  expect(code).toBe(0)
  const urls = `turn:localhost:${port}?transport=udp,turn:localhost:${port}?transport=tcp,turns:localhost:${tlsPort}?transport=tcp`
  expect(out).toContain(`VISITA_TURN_URLS='${urls}'`)
  const [, secret = ''] = /VISITA_TURN_SECRET=([0-9a-f]{64})/.exec(out) ?? []

  const path = join(folder.path, 'turnserver.conf')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  const coturn = spawn((await findCoturn()) ?? 'turnserver', ['-c', path], { stdio: 'ignore' })
  try {
    await vi.waitFor(async () => (await overTcp({ host: HOST, port })).close(), 10_000)
    for (const wire of [
      await overUdp({ host: HOST, port }),
      await overTcp({ host: HOST, port }),
      await overTls({ host: HOST, port: tlsPort }, { ca: cert, servername: 'localhost' }),
    ]) {
      await using client = new TurnClient(wire, credentialsUntil(Date.now() + 60_000, secret))
      expect(await client.allocate()).toBe('ok')
      expect(await client.permit('10.0.0.5')).toBe(403)
      expect(await client.permit('8.8.8.8')).toBe('ok')
    }
  } finally {
    coturn.kill()
    await once(coturn, 'exit')
  }
})

test('[A14] without a file the configuration is printed, with the secret that Visita has already', async () => {
  await using folder = await aFolder()
  const { out } = await type(
    '--host turn.clinic.example --address 10.1.2.3 --address fd00::3 --public-address 198.51.100.7',
    folder.path,
    'a-secret-that-is-shared-already',
  )
  expect(out).toContain('\nexternal-ip=198.51.100.7/10.1.2.3\n')
  for (const address of ['10.1.2.3', 'fd00::3']) expect(out).toContain(`\nrelay-ip=${address}\n`)
  expect(out).toContain('\nstatic-auth-secret=a-secret-that-is-shared-already\n')
  expect(out).toContain('\n#   VISITA_TURN_SECRET=a-secret-that-is-shared-already\n')
  expect(await readFile(join(folder.path, 'turnserver.conf'), 'utf8').catch(() => null)).toBeNull()
})

test.each([
  ['--address 10.1.2.3', '--host'],
  ['--host turn.clinic.example', '--address'],
  ['--host turn.clinic.example --address turn', '"turn" is not an IP address'],
  ['--host turn.clinic.example --address 10.1.2.3 --port 99999', 'not a port'],
  ['--host turn.clinic.example --address 10.1.2.3 --cert a.pem', '--key'],
  ['--host turn.clinic.example --address 10.1.2.3 --public-address fd00::1', 'not an address of IPv4'],
])('"%s" is told what it lacks', async (line, lack) => {
  await using folder = await aFolder()
  const { code, err } = await type(line, folder.path)
  expect([code, err.includes(lack)]).toEqual([2, true])
})
