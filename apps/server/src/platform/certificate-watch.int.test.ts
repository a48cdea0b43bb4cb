import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aFolder } from '../testing/server.ts'
import { type Certificate, lanCertificate } from './certificate.ts'
import { CertificateWatch } from './certificate-watch.ts'
import { createLogger } from './logger.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let folder: Awaited<ReturnType<typeof aFolder>>
beforeEach(async () => {
  folder = await aFolder()
})
afterEach(() => folder[Symbol.asyncDispose]())

const aCertificate = (): Promise<Certificate> => lanCertificate(folder.path, ['10.0.0.1'], Date.now)

/** Of a server whose clock shows so many days before the end of its certificate. */
function aWatch(certificate: Certificate, daysBefore: number) {
  const log: string[] = []
  const logger = createLogger('info', { write: (line) => void log.push(line) })
  const endsAt = new CertificateWatch(certificate, {
    clock: Date.now,
    logger: createLogger('silent', { write: () => true }),
  })
  endsAt[Symbol.dispose]()
  const clock = (): number => endsAt.endsAt - daysBefore * DAY_MS
  return {
    watch: new CertificateWatch(certificate, { clock, logger }),
    warnings: () => log.filter((line) => line.includes('certificate_ends')),
  }
}

describe('[F22] a certificate that ends', () => {
  test.each([
    [15, 0],
    [13.5, 1],
    [-1, 1],
  ])('is warned of %s days before its end %s times', async (days, times) => {
    const { watch, warnings } = aWatch(await aCertificate(), days)
    using _ = watch
    expect(warnings()).toHaveLength(times)
  })

  test('is warned of with the days that are left, again at each look, and no more once it is renewed', async () => {
    const certificate = await aCertificate()
    const { watch, warnings } = aWatch(certificate, 13.5)
    using _ = watch
    watch.look()
    expect(warnings().map((line) => line.includes('"days":13'))).toEqual([true, true])
    const later = await lanCertificate(folder.path, ['10.0.0.2'], () => Date.now() + 100 * DAY_MS)
    watch.renewed(later)
    expect(warnings()).toHaveLength(2)
    expect(watch.certificate).toEqual(later)
  })
})
