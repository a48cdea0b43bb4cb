import { X509Certificate } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Clock } from './clock.ts'

export interface Certificate {
  key: string
  cert: string
}

const DAY_MS = 24 * 60 * 60 * 1000
/** Apple's browsers refuse certificates of a longer life. */
const LIFETIME_DAYS = 397

/**
 * The certificate for `--lan`, made by ourselves: the phone asks once whether to trust it. Made again when
 * it runs out within two weeks or does not name all of `addresses` any more.
 */
export async function lanCertificate(
  dataDir: string,
  addresses: readonly string[],
  clock: Clock,
): Promise<Certificate> {
  const names = ['localhost', hostname(), '127.0.0.1', '::1', ...addresses]
  const { key: keyFile, cert: certFile } = lanCertificateFiles(dataDir)
  const [key, cert] = await Promise.all([readIfThere(keyFile), readIfThere(certFile)])
  if (key !== null && cert !== null && isGood(cert, names, clock())) return { key, cert }
  const made = await makeCertificate(names, clock())
  await replaceFile(keyFile, made.key, 0o600)
  await replaceFile(certFile, made.cert, 0o644)
  return made
}

/** Where it is kept. */
export const lanCertificateFiles = (dataDir: string) => ({
  key: join(dataDir, 'lan-key.pem'),
  cert: join(dataDir, 'lan-cert.pem'),
})

function isGood(pem: string, names: readonly string[], now: number): boolean {
  const certificate = new X509Certificate(pem)
  const named = names.every((name) =>
    isIP(name) === 0 ? certificate.checkHost(name) !== undefined : certificate.checkIP(name) !== undefined,
  )
  return named && certificate.validToDate.getTime() > now + 14 * DAY_MS
}

async function makeCertificate(names: readonly string[], now: number): Promise<Certificate> {
  // Loaded only here: it brings half of an ASN.1 world with it.
  const { generate } = await import('selfsigned')
  const made = await generate([{ name: 'commonName', value: 'Visita' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // A day back, for phones whose clock is behind.
    notBeforeDate: new Date(now - DAY_MS),
    notAfterDate: new Date(now + (LIFETIME_DAYS - 1) * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) =>
          isIP(name) === 0 ? { type: 2 as const, value: name } : { type: 7 as const, ip: name },
        ),
      },
    ],
  })
  return { key: made.private, cert: made.cert }
}

async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
}

/** By renaming, so that the file is whole and has its mode from the first moment. */
async function replaceFile(path: string, content: string, mode: number): Promise<void> {
  const partial = `${path}.new`
  await writeFile(partial, content, { mode })
  await rename(partial, path)
}
