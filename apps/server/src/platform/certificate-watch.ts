import { X509Certificate } from 'node:crypto'
import type { Certificate } from './certificate.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** So long before its end whoever looks after the server is told, every day (F22). */
export const CERTIFICATE_WARNING_MS = 14 * DAY_MS

/** Epoch milliseconds; of the first certificate of the chain. */
export const endOf = ({ cert }: Pick<Certificate, 'cert'>): number =>
  new X509Certificate(cert).validToDate.getTime()

/** The certificate that is served, and a warning in the log before it ends. */
export class CertificateWatch implements Disposable {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #timer: NodeJS.Timeout
  #certificate: Certificate

  constructor(certificate: Certificate, { clock, logger }: { clock: Clock; logger: Logger }) {
    this.#certificate = certificate
    this.#clock = clock
    this.#logger = logger
    this.#timer = setInterval(() => this.look(), DAY_MS).unref()
    this.look()
  }

  get certificate(): Certificate {
    return this.#certificate
  }

  /** Epoch milliseconds. */
  get endsAt(): number {
    return endOf(this.#certificate)
  }

  /** Another one is served from now on. */
  renewed(certificate: Certificate): void {
    this.#certificate = certificate
    this.look()
  }

  look(): void {
    const left = this.endsAt - this.#clock()
    if (left > CERTIFICATE_WARNING_MS) return
    const days = Math.max(0, Math.floor(left / DAY_MS))
    this.#logger.warn(
      { event: 'certificate_ends', days },
      'the certificate of the pages ends soon, or has ended',
    )
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}
