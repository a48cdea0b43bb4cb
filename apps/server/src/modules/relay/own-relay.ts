import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFile } from '../../platform/durable-files.ts'
import type { Logger } from '../../platform/logger.ts'
import { Coturn, type CoturnState } from './coturn.ts'
import { NONCE_SECONDS, TOTAL_QUOTA, USER_QUOTA } from './coturn-config.ts'
import { findCoturn } from './find-coturn.ts'
import type { RelayGroup } from './relays.ts'

/** How pages reach it over TLS. */
export type RelayTls =
  | { kind: 'none' }
  /** At the port of the server's own HTTPS. */
  | { kind: 'shared' }
  /** At a port of its own, with paths of PEM files. */
  | { kind: 'own'; port: number; cert: string; key: string }

export interface OwnRelayOptions {
  port: number
  tls: RelayTls
  /** Where pages reach it. */
  host: string
  /** Of this machine; IPv4. */
  address: string
  /** The one by which others know it, where a router translates; otherwise null. */
  publicAddress: string | null
  secret: string | null
  dataDir: string
  logger: Logger
}

/** The relay that runs beside the server. */
export interface OwnRelay extends AsyncDisposable {
  /** None while it is down: a page would wait for it in vain. `httpsPort` is the server's own. */
  groups: (httpsPort: number) => RelayGroup[]
  state: () => CoturnState
  /** The files of its certificate were renewed. */
  reloadCertificate: () => void
  /** Its TCP port, where pages reach it at the port of the server's own HTTPS too. */
  shared: { host: string; port: number } | null
}

/** Null where coturn is not installed. */
export async function startOwnRelay(options: OwnRelayOptions): Promise<OwnRelay | null> {
  const { host, port, tls, dataDir, address, publicAddress, logger } = options
  const program = await findCoturn()
  if (program === null) return null
  const secret = options.secret ?? (await keptSecret(join(dataDir, 'turn-secret')))
  const coturn = await Coturn.start(
    program,
    {
      realm: 'visita',
      secret,
      addresses: [address],
      publicAddress,
      port,
      tls: tls.kind === 'own' ? tls : null,
      userQuota: USER_QUOTA,
      totalQuota: TOTAL_QUOTA,
      nonceSeconds: NONCE_SECONDS,
    },
    { folder: dataDir, logger },
  )
  const plain = ['udp', 'tcp'].map((transport) => `turn:${host}:${port}?transport=${transport}`)
  const secured = (httpsPort: number): string[] =>
    tls.kind === 'none' ? [] : [`turns:${host}:${tls.kind === 'own' ? tls.port : httpsPort}?transport=tcp`]
  return {
    groups: (httpsPort) =>
      coturn.state === 'running' ? [{ urls: [...plain, ...secured(httpsPort)], secret }] : [],
    state: () => coturn.state,
    reloadCertificate: () => coturn.reloadCertificate(),
    shared: tls.kind === 'shared' ? { host: address, port } : null,
    [Symbol.asyncDispose]: () => coturn[Symbol.asyncDispose](),
  }
}

/** Made when there is none, for this account alone. */
async function keptSecret(path: string): Promise<string> {
  const secret = randomBytes(32).toString('hex')
  try {
    await makeFile(path, secret)
    return secret
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return readFile(path, 'utf8')
    throw error
  }
}
