import { once } from 'node:events'
import { rename, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aFolder } from '../testing/server.ts'
import { lanCertificate, lanCertificateFiles } from './certificate.ts'
import { CertificateRenewal, givenCertificate } from './given-certificate.ts'
import { createLogger } from './logger.ts'

let folder: Awaited<ReturnType<typeof aFolder>>
beforeEach(async () => {
  folder = await aFolder()
})
afterEach(() => folder[Symbol.asyncDispose]())

/** Two files with another certificate each time. */
async function aPair(name: string) {
  await lanCertificate(folder.path, [name], Date.now)
  return lanCertificateFiles(folder.path)
}

describe('a certificate that was given', () => {
  test('is refused in a sentence when a file is missing or is not the other’s', async () => {
    const files = await aPair('10.0.0.1')
    const missing = join(folder.path, 'nothing.pem')
    await expect(givenCertificate({ ...files, key: missing })).rejects.toThrow(`${missing} cannot be read`)
    await rename(files.key, join(folder.path, 'old-key.pem'))
    const second = await aPair('10.0.0.2')
    const mixed = { ...second, key: join(folder.path, 'old-key.pem') }
    await expect(givenCertificate(mixed)).rejects.toThrow('are not a pair of PEM files')
    await writeFile(missing, 'no certificate')
    await expect(givenCertificate({ ...second, cert: missing })).rejects.toThrow(
      'are not a pair of PEM files',
    )
  })

  test('[F22] that is renewed is served without a restart, to new connections', async () => {
    const files = await aPair('10.0.0.1')
    const inUse = await givenCertificate(files)
    const server = createServer(inUse, () => undefined).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const renewed: string[] = []
    using renewal = new CertificateRenewal(server, {
      files,
      inUse,
      onRenewed: ({ cert }) => void renewed.push(cert),
      logger: createLogger('silent', process.stdout),
    })
    const before = await aConnection(server)

    await writeFile(files.key, 'half of a key')
    await renewal.look()
    expect(namesServedBy(await aConnection(server))).not.toContain('10.0.0.2')

    await aPair('10.0.0.2')
    await renewal.look()
    expect(namesServedBy(await aConnection(server))).toContain('10.0.0.2')
    expect(renewed).toEqual([(await givenCertificate(files)).cert])
    expect([before.destroyed, before.writable]).toEqual([false, true])
    server.closeAllConnections()
    server.close()
  })
})

async function aConnection(server: Server) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of a TCP server that listens
  const { port } = server.address() as AddressInfo
  // Which certificate is served is what is looked at.
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  return socket
}

const namesServedBy = (socket: Awaited<ReturnType<typeof aConnection>>): string =>
  socket.getPeerCertificate().subjectaltname ?? ''
