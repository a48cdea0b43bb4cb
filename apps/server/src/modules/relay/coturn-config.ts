import { RESERVED_RANGES } from './reserved-ranges.ts'

export interface CoturnSettings {
  realm: string
  secret: string
  /** Where it listens, and from where it relays; of either family. */
  addresses: readonly [string, ...string[]]
  /** The one of IPv4 by which others know the first of them, where a router translates; otherwise null. */
  publicAddress: string | null
  port: number
  /** With paths of PEM files; null for a relay without TLS of its own. */
  tls: { port: number; cert: string; key: string } | null
  /** Allocations of one user name, which is that of one address in one page. */
  userQuota: number
  totalQuota: number
  /** Seconds that a nonce is good for. */
  nonceSeconds: number
}

export const USER_QUOTA = 12
export const TOTAL_QUOTA = 1_200
export const NONCE_SECONDS = 600

/**
 * The configuration of a coturn (4.6 or later) as pages of visits need it, and as nobody else can use it.
 * Both families are closed, also where it listens on one alone.
 */
export function renderCoturn(settings: CoturnSettings): string {
  const { addresses, publicAddress } = settings
  const own = publicAddress === null ? addresses : [...addresses, publicAddress]
  const lines = [
    ...addresses.flatMap((address) => [`listening-ip=${address}`, `relay-ip=${address}`]),
    ...(publicAddress === null ? [] : [`external-ip=${publicAddress}/${addresses[0]}`]),
    `listening-port=${settings.port}`,
    ...tlsLines(settings.tls),
    '',
    '# Credentials that Visita makes out; user names are random.',
    'use-auth-secret',
    `static-auth-secret=${settings.secret}`,
    `realm=${settings.realm}`,
    `stale-nonce=${settings.nonceSeconds}`,
    `user-quota=${settings.userQuota}`,
    `total-quota=${settings.totalQuota}`,
    // It has no users of its own. A file it fills with tables only at the first requests, and refuses them meanwhile.
    'userdb=:memory:',
    'no-dynamic-ip-list',
    'no-dynamic-realms',
    '',
    '# Two pages that both use this relay meet at its own address; no other reserved one is relayed to.',
    ...own.map((address) => `allowed-peer-ip=${address}`),
    ...RESERVED_RANGES.map((range) => `denied-peer-ip=${range}`),
    'no-multicast-peers',
    'no-tcp-relay',
    '',
    '# Nothing to attack beside that, and nobody kept in a log.',
    'fingerprint',
    'no-cli',
    'no-rfc5780',
    'no-stun-backward-compatibility',
    'no-software-attribute',
    'simple-log',
    'no-stdout-log',
    'log-file=/dev/null',
  ]
  return `${lines.join('\n')}\n`
}

const tlsLines = (tls: CoturnSettings['tls']): string[] =>
  tls === null
    ? ['no-tls', 'no-dtls']
    : [
        `tls-listening-port=${tls.port}`,
        `cert=${tls.cert}`,
        `pkey=${tls.key}`,
        'no-tlsv1',
        'no-tlsv1_1',
        'no-dtls',
      ]
