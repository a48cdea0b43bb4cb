import { randomBytes } from 'node:crypto'
import { chmod, writeFile } from 'node:fs/promises'
import { isIP, isIPv4 } from 'node:net'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { relayHostConfig } from '../modules/relay/index.ts'
import { loadConfig } from '../modules/settings/index.ts'
import { type Command, UsageError } from './command.ts'

const OPTIONS = {
  host: { type: 'string' },
  address: { type: 'string', multiple: true },
  'public-address': { type: 'string' },
  port: { type: 'string', default: '3478' },
  'tls-port': { type: 'string', default: '443' },
  cert: { type: 'string' },
  key: { type: 'string' },
  out: { type: 'string' },
} as const

export const relayConfig: Command = {
  name: 'relay-config',
  usage:
    '--host NAME --address ADDRESS [--address ADDRESS6] [--public-address ADDRESS] [--cert FILE --key FILE] [--port 3478] [--tls-port 443] [--out FILE]',
  summary:
    'Writes the configuration of coturn for a relay on a machine of its own, and the settings of Visita for it.',
  async run(args, { env, folder, print }) {
    const { values } = parseArgs({ args, options: OPTIONS })
    const { turnSecret } = loadConfig(env, []).settled.values
    const secret = turnSecret ?? randomBytes(32).toString('hex')
    const { configuration, settings } = relayHostConfig({
      host: required(values.host, '--host: the name at which people reach the relay'),
      addresses: addressesFrom(values.address ?? []),
      publicAddress: publicAddressFrom(values['public-address']),
      port: portFrom(values.port),
      tls: tlsFrom(values),
      secret,
    })
    if (values.out === undefined) {
      const asComments = settings.map((line) => `#   ${line}\n`)
      print(`# The settings of Visita for this relay:\n${asComments.join('')}#\n${configuration}`.trimEnd())
      return 0
    }
    const path = resolve(folder, values.out)
    await writeFile(path, configuration, { mode: 0o600 })
    // One that was there keeps the mode that it had.
    await chmod(path, 0o600)
    print(`${path}: the configuration of coturn. Set on the side of Visita:\n${settings.join('\n')}`)
    return 0
  },
}

function required(value: string | undefined, what: string): string {
  if (value === undefined || value === '') throw new UsageError(`Say ${what}.`)
  return value
}

function addressesFrom(given: string[]): [string, ...string[]] {
  const [first, ...others] = given
  if (first === undefined) throw new UsageError('Say --address: that of the machine on which the relay runs.')
  for (const address of given)
    if (isIP(address) === 0) throw new UsageError(`--address: "${address}" is not an IP address.`)
  return [first, ...others]
}

function publicAddressFrom(given: string | undefined): string | null {
  if (given !== undefined && !isIPv4(given))
    throw new UsageError(`--public-address: "${given}" is not an address of IPv4.`)
  return given ?? null
}

function portFrom(given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : 0
  if (port < 1 || port > 65_535) throw new UsageError(`"${given}" is not a port from 1 to 65535.`)
  return port
}

function tlsFrom({ cert, key, 'tls-port': port }: { cert?: string; key?: string; 'tls-port': string }) {
  if (cert === undefined && key === undefined) return null
  return {
    port: portFrom(port),
    cert: required(cert, '--cert: the PEM file of the certificate, as it is called on that machine'),
    key: required(key, '--key: the PEM file of its key'),
  }
}
