/** SHA-256 in the notation of RFC 8122, section 5; what Chromium, Firefox and Safari make. */
const FINGERPRINT = /^a=fingerprint:(\S+) (\S+)\s*$/gm
const SHA_256 = /^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/

/**
 * The fingerprint of the one certificate that a description admits to the connection, in upper case. Null where
 * it has none, several that differ, or one of another hash: then nobody can say which of them answers.
 */
export function fingerprintOf(sdp: string): string | null {
  const named = [...sdp.matchAll(FINGERPRINT)].map(([, hash = '', value = '']) => ({
    hash: hash.toLowerCase(),
    value: value.toUpperCase(),
  }))
  const [first] = named
  if (first?.hash !== 'sha-256' || !SHA_256.test(first.value)) return null
  return named.every(({ hash, value }) => hash === first.hash && value === first.value) ? first.value : null
}
