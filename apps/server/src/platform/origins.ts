import type { IncomingHttpHeaders } from 'node:http'
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

/**
 * Whether a request that changes something comes from a page of ours. Browsers say where each such request
 * comes from; what says nothing is refused (control C17).
 */
export function isFromOwnPage(
  headers: IncomingHttpHeaders,
  port: number | undefined,
  isAllowedOrigin: OriginCheck,
): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  return mayOpenSocket(headers, port, isAllowedOrigin)
}

/**
 * Whether a page of ours opens this socket (control C9). Every web socket has an Origin, which alone decides:
 * some browsers take its address, ws:, for another site than the page's. Polling has none where it only asks.
 */
export function mayOpenSocket(
  { origin, 'sec-fetch-site': site }: IncomingHttpHeaders,
  port: number | undefined,
  isAllowedOrigin: OriginCheck,
): boolean {
  return origin === undefined ? site === 'same-origin' : isAllowedOrigin(origin, port)
}

/**
 * Whether browsers reach this server over HTTPS with a certificate that others have signed: one that it was
 * given, or through a reverse proxy. Not with the certificate that `--lan` makes, nor on loopback, whose name other programs share: a
 * browser that insists on HTTPS there locks its owner out.
 */
export function hasPublicHttps({
  lan,
  certificateFiles,
  extraOrigins,
}: {
  lan: boolean
  certificateFiles: object | null
  extraOrigins: readonly string[]
}): boolean {
  const names = extraOrigins
    .map((origin) => new URL(origin))
    .flatMap(({ protocol, hostname }) => (protocol === 'https:' ? [hostname] : []))
  return (!lan || certificateFiles !== null) && names.length > 0 && !names.some(isLoopback)
}

const isLoopback = (name: string): boolean =>
  name === '[::1]' || name.startsWith('127.') || /(?:^|\.)localhost$/.test(name)

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address)
