import { join, resolve } from 'node:path'
import { type Role, roleSchema } from '@visita/protocol'
import { readGiven } from './given.ts'
import { PARAMETERS, type Values } from './parameters/index.ts'
import { settle, type Settled } from './settle.ts'

const SECOND_MS = 1_000

const toConfig = (settled: Settled) => {
  const { values } = settled
  const dataDir = resolve(values.dataDir)
  const certificateFiles = certificateFilesOf(values)
  const lan = values.lan || certificateFiles !== null
  return {
    mode: values.mode,
    port: values.port,
    host: lan ? '::' : values.host,
    /** HTTPS of its own on every interface. */
    lan,
    /** Null where it makes the certificate for that itself. */
    certificateFiles,
    demo: values.demo,
    dataDir,
    webDir: resolve(values.webDir),
    keySource: keySourceOf(values, join(dataDir, 'visita.key')),
    relays: relaysOf(values),
    turn: values.turn ? turnOf(values) : null,
    forwarder: forwarderOf(values),
    ringMs: values.ringSeconds * SECOND_MS,
    returnMs: values.returnSeconds * SECOND_MS,
    closeGraceMs: values.reloadSeconds * SECOND_MS,
    lostMs: values.lostSeconds * SECOND_MS,
    extraOrigins: values.origins,
    trustedProxies: values.trustedProxies,
    logLevel: values.logLevel,
    settingsPath: resolve(values.settingsFile ?? join(dataDir, 'settings.json')),
    backupFolder: values.backupFolder === null ? null : resolve(values.backupFolder),
    backupKeyPath: resolve(values.backupKeyPath ?? join(dataDir, 'backup.key')),
    hospitalLogin: hospitalLoginOf(values),
    auditAnchorFile: resolve(values.auditAnchorFile ?? join(dataDir, 'audit-anchors.jsonl')),
    auditAnchorUrl: values.auditAnchorUrl,
    /** All parameters as they are at the start, before what the administrator's page has set. */
    settled,
  }
}
/** What cannot change while the server runs, in the units that the code works with. */
export type Config = ReturnType<typeof toConfig>

const certificateFilesOf = ({ certificatePath: cert, certificateKeyPath: key }: Values) =>
  cert === null || key === null ? null : { cert: resolve(cert), key: resolve(key) }

function keySourceOf(
  { keySecret: keys, keyServiceUrl: url, keyServiceKey: key, keyServiceToken: token }: Values,
  path: string,
) {
  if (url !== null && token !== null) return { kind: 'service', url, key, token } as const
  return keys === null ? ({ kind: 'file', path } as const) : ({ kind: 'secret', keys } as const)
}

const relaysOf = (values: Values) => ({
  groups: [{ urls: values.turnUrls, secret: values.turnSecret }],
  others: values.iceServers,
  lifeMs: values.turnCredentialSeconds * SECOND_MS,
})

/** The relay that runs beside the server. */
const turnOf = ({ turnHost, turnAddress, turnPublicAddress, turnPort, turnTlsPort, turnSecret }: Values) => ({
  host: turnHost,
  address: turnAddress,
  publicAddress: turnPublicAddress,
  port: turnPort,
  tlsPort: turnTlsPort,
  secret: turnSecret,
})

/** Null where visits of any size go directly. */
const forwarderOf = ({ forwarderUrl: url, forwarderSecret: secret }: Values) =>
  url === null || secret === null ? null : { url, secret }

/** A group may have an `=` of its own; a role has none. */
function groupAndRole(text: string): { group: string; role: Role } {
  const at = text.lastIndexOf('=')
  return { group: text.slice(0, at), role: roleSchema.parse(text.slice(at + 1)) }
}

/** Null where the hospital has no login of its own. */
function hospitalLoginOf(values: Values) {
  const { oidcIssuer: issuer, oidcClientId: clientId } = values
  if (issuer === null || clientId === null) return null
  return {
    issuer,
    clientId,
    clientSecret: values.oidcClientSecret,
    name: values.oidcName,
    roles: values.oidcRoles.map(groupAndRole),
    groupsClaim: values.oidcGroupsClaim,
    secondFactor: values.oidcSecondFactor,
  }
}

/** What may follow `npm start --`, and the variable that it sets to 1. */
const FLAGS = new Map([
  ['--lan', PARAMETERS.lan.variable],
  ['--demo', PARAMETERS.demo.variable],
  ['--turn', PARAMETERS.turn.variable],
])

/**
 * Reads the environment, the settings file and the flags. Throws one StartupError that names everything that
 * is wrong, without values: one of them may be a password.
 */
export function loadConfig(env: NodeJS.ProcessEnv, flags: readonly string[]): Config {
  const problems = flags.filter((flag) => !FLAGS.has(flag)).map((flag) => `${flag}: is not a known option`)
  const asVariables = flags.map((flag) => [FLAGS.get(flag) ?? flag, '1'])
  const given = readGiven({ ...env, ...Object.fromEntries(asVariables) }, problems)
  return toConfig(settle(given, problems))
}
