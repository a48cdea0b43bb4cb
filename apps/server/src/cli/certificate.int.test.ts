import { expect, test } from 'vitest'
import { lanCertificate, lanCertificateFiles } from '../platform/certificate.ts'
import { aFolder } from '../testing/server.ts'
import { certificate } from './certificate.ts'
import { runCommand } from './run.ts'

const DAY_MS = 24 * 60 * 60 * 1000

async function type(env: NodeJS.ProcessEnv) {
  const out: string[] = []
  const print = (text: string): void => void out.push(text)
  const code = await runCommand([certificate], ['certificate'], { env, folder: '/', print, complain: print })
  return { code, out: out.join('\n') }
}

test('[F22] the terminal says until when a certificate is good, and fails in its last 14 days', async () => {
  await using folder = await aFolder()
  const { cert, key } = lanCertificateFiles(folder.path)
  const env = { VISITA_CERTIFICATE_FILE: cert, VISITA_CERTIFICATE_KEY_FILE: key }
  expect(await type(env)).toMatchObject({ code: 1, out: expect.stringContaining(`${cert} cannot be read`) })
  await lanCertificate(folder.path, ['10.0.0.1'], Date.now)
  expect(await type(env)).toMatchObject({ code: 0, out: expect.stringContaining('is good until') })
  await lanCertificate(folder.path, ['10.0.0.2'], () => Date.now() - 385 * DAY_MS)
  expect(await type(env)).toMatchObject({ code: 1, out: expect.stringContaining('is good until') })
  await lanCertificate(folder.path, ['10.0.0.3'], () => Date.now() - 400 * DAY_MS)
  expect(await type(env)).toMatchObject({ code: 1, out: expect.stringContaining('ended on') })
})

test('where the server serves no HTTPS there is nothing to say', async () => {
  await using folder = await aFolder()
  expect(await type({ VISITA_DATA_DIR: folder.path })).toMatchObject({
    code: 0,
    out: expect.stringContaining('no certificate of its own'),
  })
})
