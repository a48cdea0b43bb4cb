import { parseArgs } from 'node:util'
import { loadConfig } from '../modules/settings/index.ts'
import { lanCertificateFiles } from '../platform/certificate.ts'
import { CERTIFICATE_WARNING_MS, endOf } from '../platform/certificate-watch.ts'
import { givenCertificate } from '../platform/given-certificate.ts'
import type { Command } from './command.ts'

export const certificate: Command = {
  name: 'certificate',
  usage: '',
  summary: 'Says until when the certificate of the pages is good; not done (1) when that is within 14 days.',
  async run(args, { env, print }) {
    parseArgs({ args })
    const { lan, certificateFiles, dataDir } = loadConfig(env, [])
    const files = certificateFiles ?? (lan ? lanCertificateFiles(dataDir) : null)
    if (files === null) {
      print('The server serves no certificate of its own: look at what stands before it.')
      return 0
    }
    const endsAt = endOf(await givenCertificate(files))
    const left = endsAt - Date.now()
    print(`${files.cert} ${left > 0 ? 'is good until' : 'ended on'} ${new Date(endsAt).toISOString()}.`)
    return left > CERTIFICATE_WARNING_MS ? 0 : 1
  },
}
