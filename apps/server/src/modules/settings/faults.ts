import { type Key, KEYS, PARAMETERS, type Values } from './parameters/index.ts'

/** What is wrong with a parameter, in a sentence that quotes no value. */
export interface Fault {
  key: Key
  sentence: string
}

/** Values that each are right and together are not. */
export function faultsOf(values: Values): Fault[] {
  const faults = values.mode === 'production' ? productionFaults(values) : []
  if (values.oidcIssuer !== null && values.oidcClientId === null)
    faults.push(fault('oidcClientId', 'is needed with VISITA_OIDC_ISSUER'))
  if (values.keyServiceUrl !== null && values.keyServiceToken === null)
    faults.push(fault('keyServiceToken', 'is needed with VISITA_KEY_SERVICE_URL'))
  if (values.keyServiceUrl !== null && values.keySecret !== null)
    faults.push(fault('keySecret', 'cannot be together with VISITA_KEY_SERVICE_URL'))
  if (values.turnSecret === null && values.turnUrls.some((url) => url.startsWith('turn')))
    faults.push(fault('turnSecret', 'is needed with turn: or turns: in VISITA_TURN_URLS'))
  if (values.forwarderUrl !== null && values.forwarderSecret === null)
    faults.push(fault('forwarderSecret', 'is needed with VISITA_FORWARDER_URL'))
  if (values.certificatePath === null && values.certificateKeyPath !== null)
    faults.push(fault('certificatePath', 'is needed with VISITA_CERTIFICATE_KEY_FILE'))
  if (values.certificatePath !== null && values.certificateKeyPath === null)
    faults.push(fault('certificateKeyPath', 'is needed with VISITA_CERTIFICATE_FILE'))
  return faults
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

/** What may be tried out, and must not meet a real patient. */
function productionFaults(values: Values): Fault[] {
  const { demo, lobby, lan, host, origins, forwarderUrl } = values
  const faults: Fault[] = []
  if (demo) faults.push(fault('demo', 'is for trying out, never for production'))
  if (lobby === 'open')
    faults.push(fault('lobby', 'open lets in everybody; in production choose signed_in or off'))
  if (!lan && values.certificatePath === null && !isLoopback(host))
    faults.push(
      fault(
        'host',
        'would serve plain HTTP to other machines; in production give it a certificate or put a proxy before it',
      ),
    )
  if (!lan && origins.length === 0)
    faults.push(fault('origins', 'must name the https:// address at which people reach the clinic'))
  if (origins.some(isPlain)) faults.push(fault('origins', ONLY_HTTPS))
  for (const key of ['oidcIssuer', 'auditAnchorUrl', 'keyServiceUrl'] as const)
    if (isPlain(values[key] ?? '')) faults.push(fault(key, ONLY_HTTPS))
  if (forwarderUrl?.startsWith('ws:') === true && !isLoopback(new URL(forwarderUrl).hostname))
    faults.push(fault('forwarderUrl', 'must begin with wss:// in production, but on this machine itself'))
  const samples = KEYS.filter((key) => 'secret' in PARAMETERS[key] && isSample(values[key]))
  return [...faults, ...samples.map((key) => fault(key, SAMPLE))]
}

const ONLY_HTTPS = 'must begin with https:// in production'
const isPlain = (address: string): boolean => address.startsWith('http://')

const MIN_SECRET = 16
const SAMPLE = `looks like a sample; in production it has ${MIN_SECRET} random characters or more`
const SAMPLE_WORDS =
  /change.?me|replace.?me|secret|passw|example|sample|default|visita|admin|12345|^(.)\1*=*$|^(test|demo)/i

/** Taken over from an example, or made up at the keyboard. */
const isSample = (value: unknown): boolean =>
  [value]
    .flat()
    .some((text) => typeof text === 'string' && (text.length < MIN_SECRET || SAMPLE_WORDS.test(text)))

const fault = (key: Key, sentence: string): Fault => ({
  key,
  sentence: `${PARAMETERS[key].variable}: ${sentence}`,
})
