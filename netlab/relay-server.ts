import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  NONCE_SECONDS,
  renderCoturn,
  TOTAL_QUOTA,
  USER_QUOTA,
} from '../apps/server/src/modules/relay/coturn-config.ts'
import { RELAY, RELAY_HOST, relayCertificate } from './world.ts'

const SECRET = 'of this laboratory alone'
const KEY = join(tmpdir(), 'visita-netlab-relay.key')
const UDP_PORT = 3_478
const TLS_PORT = 443
const READY_TRIES = 100
const SETTINGS = {
  realm: 'clinic.test',
  secret: SECRET,
  address: RELAY,
  publicAddress: null,
  port: UDP_PORT,
  tlsPort: TLS_PORT,
  certificate: { cert: relayCertificate, key: KEY },
  userQuota: USER_QUOTA,
  totalQuota: TOTAL_QUOTA,
  nonceSeconds: NONCE_SECONDS,
}

/** What of the relay can be reached. `plain`: UDP and TCP at 3478, and not the 443 of a strict firewall. */
export type Ways = 'all' | 'plain'

/** coturn as the product configures it, at the address of the relay, with credentials from the product's own server. */
export class RelayServer {
  #process: ChildProcess | null = null

  /** What the product's server is told. */
  environment(ways: Ways): NodeJS.ProcessEnv {
    const plain = [`stun:${RELAY}:${UDP_PORT}`, `turn:${RELAY}:${UDP_PORT}?transport=udp`]
    const tls = [`turns:${RELAY}:${TLS_PORT}?transport=tcp`]
    const urls = ways === 'all' ? [...plain, ...tls] : plain
    return { VISITA_TURN_URLS: urls.join(), VISITA_TURN_SECRET: SECRET }
  }

  async start(): Promise<void> {
    makeCertificate()
    const folder = await mkdtemp(join(tmpdir(), 'visita-netlab-relay-'))
    const file = join(folder, 'turnserver.conf')
    await writeFile(file, renderCoturn({ ...SETTINGS, database: join(folder, 'turn.db') }))
    const command = ['turnserver', '-c', file, '--pidfile', join(folder, 'turnserver.pid')]
    const child = spawn('ip', ['netns', 'exec', RELAY_HOST, ...command], { stdio: 'ignore' })
    this.#process = child
    await listening(child)
  }

  async kill(): Promise<void> {
    const child = this.#process
    this.#process = null
    if (child === null || child.exitCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}

function makeCertificate(): void {
  const subject = ['-subj', '/CN=relay', '-addext', `subjectAltName=IP:${RELAY}`]
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', KEY]
  const file = ['-x509', '-days', '2', '-out', relayCertificate]
  execFileSync('openssl', ['req', ...key, ...file, ...subject], { stdio: 'ignore' })
}

async function listening(child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < READY_TRIES; tries += 1) {
    if (child.exitCode !== null) throw new Error('The relay ended before it was ready')
    const socket = createConnection({ host: RELAY, port: TLS_PORT })
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false)
    socket.destroy()
    if (open) return
    await delay(50)
  }
  throw new Error('The relay does not listen')
}
