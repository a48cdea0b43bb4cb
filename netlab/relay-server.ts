import { expect } from '@playwright/test'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NONCE_SECONDS, TOTAL_QUOTA, USER_QUOTA } from '../apps/server/src/modules/relay/coturn-config.ts'
import { Coturn } from '../apps/server/src/modules/relay/coturn.ts'
import { lanCertificate, lanCertificateFiles } from '../apps/server/src/platform/certificate.ts'
import { systemClock } from '../apps/server/src/platform/clock.ts'
import { createLogger } from '../apps/server/src/platform/logger.ts'
import { programIn, RELAYS, type RelayHost } from './world.ts'

const SECRET = 'of this laboratory alone'
const UDP_PORT = 3_478
const TLS_PORT = 443

/** What of the relay can be reached. `plain`: UDP and TCP at 3478, and not the 443 of a strict firewall. */
export type Ways = 'all' | 'plain'

/** The paths of its two files. */
interface CertificateFiles {
  cert: string
  key: string
}

/** One certificate for all the relays, which browsers trust. */
export async function relayCertificate(): Promise<CertificateFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'visita-netlab-certificate-'))
  await lanCertificate(
    folder,
    RELAYS.map(({ name }) => name),
    systemClock,
  )
  return lanCertificateFiles(folder)
}

/** coturn as the product runs it, on a host of its own, with credentials from the product's own server. */
export class RelayServer {
  readonly host: RelayHost
  readonly #certificate: CertificateFiles
  #coturn: Coturn | null = null

  private constructor(host: RelayHost, certificate: CertificateFiles) {
    this.host = host
    this.#certificate = certificate
  }

  /** Resolves when it listens. */
  static async start(host: RelayHost, certificate: CertificateFiles): Promise<RelayServer> {
    const relay = new RelayServer(host, certificate)
    await relay.#run()
    return relay
  }

  /** It dies with every allocation. */
  async kill(): Promise<void> {
    const pid = this.#coturn?.pid
    if (pid === undefined) throw new Error('The relay is not running')
    process.kill(pid, 'SIGKILL')
    await this.close()
  }

  /** Resolves when it listens again; at once where it was not killed. */
  async restart(): Promise<void> {
    if (this.#coturn === null) await this.#run()
  }

  async close(): Promise<void> {
    await this.#coturn?.[Symbol.asyncDispose]()
    this.#coturn = null
  }

  async #run(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'visita-netlab-relay-'))
    const coturn = await Coturn.start(
      programIn(this.host.namespace, folder, 'turnserver'),
      {
        realm: 'clinic.test',
        secret: SECRET,
        addresses: [this.host.address],
        publicAddress: null,
        port: UDP_PORT,
        tls: { port: TLS_PORT, ...this.#certificate },
        userQuota: USER_QUOTA,
        totalQuota: TOTAL_QUOTA,
        nonceSeconds: NONCE_SECONDS,
      },
      { folder, logger: createLogger('silent', process.stdout) },
    )
    this.#coturn = coturn
    await expect.poll(() => coturn.state, { intervals: [50] }).toBe('running')
  }
}

/** What the product's server is told of the relays. */
export function relayEnvironment(relays: readonly RelayServer[], ways: Ways): NodeJS.ProcessEnv {
  const urls = relays.flatMap(({ host: { name } }) => {
    const plain = [`stun:${name}:${UDP_PORT}`, `turn:${name}:${UDP_PORT}?transport=udp`]
    return ways === 'all' ? [...plain, `turns:${name}:${TLS_PORT}?transport=tcp`] : plain
  })
  return { VISITA_TURN_URLS: urls.join(), VISITA_TURN_SECRET: SECRET }
}
