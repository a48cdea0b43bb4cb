import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Server } from 'node:https'
import type { Certificate } from './certificate.ts'
import type { Logger } from './logger.ts'
import { StartupError } from './startup-error.ts'

/** Paths of PEM files: the certificate with those that have signed it, and its key. */
export interface CertificateFiles {
  cert: string
  key: string
}

const LOOK_AGAIN_MS = 10 * 60 * 1000

/** Throws StartupError for files that cannot be read or do not belong together. */
export async function givenCertificate(files: CertificateFiles): Promise<Certificate> {
  const [cert, key] = await Promise.all([readPem(files.cert), readPem(files.key)])
  if (!belongTogether(cert, key)) {
    throw new StartupError(
      `The certificate in ${files.cert} and the key in ${files.key} are not a pair of PEM files. ` +
        'Name the whole chain (often fullchain.pem) and its own key (often privkey.pem).',
    )
  }
  return { cert, key }
}

/**
 * Looks from time to time whether the files have been renewed, and serves new connections with what is in them, and
 * says so; those that are open go on. Files in the midst of being replaced are left until the next look.
 */
export class CertificateRenewal implements Disposable {
  readonly #server: Pick<Server, 'setSecureContext'>
  readonly #files: CertificateFiles
  readonly #logger: Logger
  readonly #onRenewed: (certificate: Certificate) => void
  readonly #timer: NodeJS.Timeout
  #inUse: string

  constructor(
    server: Pick<Server, 'setSecureContext'>,
    {
      files,
      inUse,
      onRenewed,
      logger,
    }: {
      files: CertificateFiles
      inUse: Certificate
      onRenewed: (certificate: Certificate) => void
      logger: Logger
    },
  ) {
    this.#server = server
    this.#files = files
    this.#inUse = inUse.cert
    this.#onRenewed = onRenewed
    this.#logger = logger
    this.#timer = setInterval(() => void this.look(), LOOK_AGAIN_MS).unref()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  async look(): Promise<void> {
    try {
      const certificate = await givenCertificate(this.#files)
      if (certificate.cert === this.#inUse) return
      this.#server.setSecureContext(certificate)
      this.#inUse = certificate.cert
      this.#onRenewed(certificate)
      this.#logger.info({ event: 'certificate_renewed' })
    } catch (error) {
      this.#logger.error({ err: error }, 'certificate not renewed')
    }
  }
}

async function readPem(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error)) throw error
    throw new StartupError(`${path} cannot be read (${String(error.code)}). It is named in the settings.`)
  })
}

function belongTogether(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}
