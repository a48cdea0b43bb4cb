import { networkInterfaces } from 'node:os'

/** The addresses at which other machines on the network reach this one. */
export function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address)
    .toSorted()
}

export type OriginCheck = (origin: string | undefined, port: number | undefined) => boolean

/**
 * Whether a page of that origin may change things here or open a socket: those that this server has itself
 * served on `port`, and those named in the configuration. Names are compared and never taken from the Host
 * header, which a page on a rebound name controls.
 */
export function originCheck({
  lan,
  host,
  extraOrigins,
}: {
  lan: boolean
  host: string
  extraOrigins: readonly string[]
}): OriginCheck {
  const names = new Set(['localhost', '127.0.0.1', '[::1]', bracketed(host)])
  if (lan) for (const address of lanAddresses()) names.add(bracketed(address))
  const scheme = lan ? 'https' : 'http'
  return (origin, port) => {
    if (origin === undefined || !URL.canParse(origin)) return false
    const { protocol, hostname, port: originPort } = new URL(origin)
    const sameServer = protocol === `${scheme}:` && names.has(hostname)
    const defaultPort = lan ? 443 : 80
    if (sameServer && (originPort === '' ? defaultPort : Number(originPort)) === port) return true
    return extraOrigins.includes(origin)
  }
}

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address)
