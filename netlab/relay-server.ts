import { expect } from '@playwright/test'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NONCE_SECONDS, TOTAL_QUOTA, USER_QUOTA } from '../apps/server/src/modules/relay/coturn-config.ts'
import { Coturn } from '../apps/server/src/modules/relay/coturn.ts'
import { lanCertificate, lanCertificateFiles } from '../apps/server/src/platform/certificate.ts'
import { systemClock } from '../apps/server/src/platform/clock.ts'
import { createLogger } from '../apps/server/src/platform/logger.ts'
import { programIn, RELAY, RELAY_HOST, RELAY_NAME } from './world.ts'

const SECRET = 'of this laboratory alone'
const UDP_PORT = 3_478
const TLS_PORT = 443

/** What of the relay can be reached. `plain`: UDP and TCP at 3478, and not the 443 of a strict firewall. */
export type Ways = 'all' | 'plain'

/** coturn as the product runs it, at the address of the relay, with credentials from the product's own server. */
export class RelayServer {
  /** The path of it. */
  readonly certificate: string
  readonly #folder: string
  #coturn: Coturn

  private constructor(coturn: Coturn, folder: string) {
    this.#coturn = coturn
    this.#folder = folder
    this.certificate = lanCertificateFiles(folder).cert
  }

  /** Resolves when it listens. */
  static async start(): Promise<RelayServer> {
    const folder = await mkdtemp(join(tmpdir(), 'visita-netlab-relay-'))
    await lanCertificate(folder, [RELAY_NAME], systemClock)
    return new RelayServer(await running(folder), folder)
  }

  /** The relay dies with every allocation, and is started again. */
  async killAndRestart(): Promise<void> {
    const { pid } = this.#coturn
    if (pid === undefined) throw new Error('The relay is not running')
    process.kill(pid, 'SIGKILL')
    await this.close()
    this.#coturn = await running(this.#folder)
  }

  /** What the product's server is told. */
  environment(ways: Ways): NodeJS.ProcessEnv {
    const plain = [`stun:${RELAY_NAME}:${UDP_PORT}`, `turn:${RELAY_NAME}:${UDP_PORT}?transport=udp`]
    const tls = [`turns:${RELAY_NAME}:${TLS_PORT}?transport=tcp`]
    const urls = ways === 'all' ? [...plain, ...tls] : plain
    return { VISITA_TURN_URLS: urls.join(), VISITA_TURN_SECRET: SECRET }
  }

  close(): Promise<void> {
    return this.#coturn[Symbol.asyncDispose]()
  }
}

async function running(folder: string): Promise<Coturn> {
  const coturn = await Coturn.start(
    programIn(RELAY_HOST, folder, 'turnserver'),
    {
      realm: 'clinic.test',
      secret: SECRET,
      addresses: [RELAY],
      publicAddress: null,
      port: UDP_PORT,
      tls: { port: TLS_PORT, ...lanCertificateFiles(folder) },
      userQuota: USER_QUOTA,
      totalQuota: TOTAL_QUOTA,
      nonceSeconds: NONCE_SECONDS,
      database: join(folder, 'turn.db'),
    },
    { folder, logger: createLogger('silent', process.stdout) },
  )
  await expect.poll(() => coturn.state, { intervals: [50] }).toBe('running')
  return coturn
}
