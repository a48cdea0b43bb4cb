import { X509Certificate } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aFolder } from '../testing/server.ts'
import { lanCertificate } from './certificate.ts'

const DAY = 24 * 60 * 60 * 1000
const now = Date.UTC(2026, 10, 20)
const addresses = ['192.168.1.20', 'fd00::20']

test('names this machine by every address, its key for the owner alone', async () => {
  await using folder = await aFolder()
  const { cert, key } = await lanCertificate(folder.path, addresses, () => now)
  const certificate = new X509Certificate(cert)
  for (const address of ['127.0.0.1', '::1', ...addresses]) expect(certificate.checkIP(address)).toBeDefined()
  expect(certificate.checkHost('localhost')).toBe('localhost')
  expect(certificate.checkIP('192.168.1.21')).toBeUndefined()
  expect(key).toContain('PRIVATE KEY')
  expect((await stat(join(folder.path, 'lan-key.pem'))).mode & 0o777).toBe(0o600)
})

test('is kept from start to start, so that a phone has to trust it only once', async () => {
  await using folder = await aFolder()
  const first = await lanCertificate(folder.path, addresses, () => now)
  const later = await lanCertificate(folder.path, ['192.168.1.20'], () => now + 300 * DAY)
  expect(later).toEqual(first)
})

test.each([
  ['an address is new', [...addresses, '10.0.0.7'], 0],
  ['it is about to run out', addresses, 392 * DAY],
])('is made again when %s', async (_why, names, later) => {
  await using folder = await aFolder()
  const first = await lanCertificate(folder.path, addresses, () => now)
  const second = await lanCertificate(folder.path, names, () => now + later)
  expect(second.cert).not.toBe(first.cert)
  expect(new X509Certificate(second.cert).validToDate.getTime()).toBeGreaterThan(now + later + 300 * DAY)
})
