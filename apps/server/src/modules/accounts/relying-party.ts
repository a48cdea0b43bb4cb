/**
 * For whom passkeys are made and used. WebAuthn ties each to a name, `id`; `originsAt` are the origins whose pages may
 * use it, with the TCP port at which the request came in.
 */
export interface RelyingParty {
  id: string
  originsAt(port: number | undefined): string[]
}

/** Browsers take no IP address for a name, so without a public origin passkeys work on this machine alone. */
const LOOPBACK = 'localhost'

/**
 * The name of the first public HTTPS origin that is configured, otherwise `localhost`. It must not change while there
 * are passkeys: none of them works for another name.
 */
export function relyingParty({
  lan,
  extraOrigins,
}: {
  lan: boolean
  extraOrigins: readonly string[]
}): RelyingParty {
  const id = extraOrigins.filter(isSecure).map(nameOf)[0] ?? LOOPBACK
  const named = extraOrigins.filter((origin) => nameOf(origin) === id)
  return {
    id,
    originsAt: (port) =>
      id === LOOPBACK ? [`${lan ? 'https' : 'http'}://${LOOPBACK}:${port}`, ...named] : named,
  }
}

const isSecure = (origin: string): boolean => new URL(origin).protocol === 'https:'
const nameOf = (origin: string): string => new URL(origin).hostname
