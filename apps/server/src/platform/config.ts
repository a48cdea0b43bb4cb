import { resolve } from 'node:path'
import { iceServerSchema } from '@visita/protocol'
import * as z from 'zod'
import { StartupError } from './startup-error.ts'

const wholeNumber = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .default(fallback)

const seconds = (fallback: number) => wholeNumber(1, 3600, fallback)

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.issues.push({ code: 'custom', message: 'must be JSON', input: text })
    return z.NEVER
  }
})

const environmentSchema = z.object({
  /** TCP port; 0 takes any free one. */
  PORT: wholeNumber(0, 65_535, 8080),
  /** Address to listen on without VISITA_LAN. Other machines reach only what is not loopback. */
  VISITA_HOST: z.string().min(1).default('127.0.0.1'),
  /** `1` serves HTTPS on every interface with a certificate of its own; `--lan` sets it. */
  VISITA_LAN: z.enum(['0', '1']).default('0'),
  /** Folder of the database, the key file and the files of visits; made when missing. */
  VISITA_DATA_DIR: z.string().min(1).default('data'),
  /** Folder of the built pages. */
  VISITA_WEB_DIR: z.string().min(1).default('apps/web/dist'),
  /** STUN and TURN servers as a JSON array of RTCIceServer, each with `urls` as an array. */
  VISITA_ICE_SERVERS: json.pipe(z.array(iceServerSchema).max(8)).default([]),
  /** How long a ring waits for an answer. */
  VISITA_RING_SECONDS: seconds(45),
  /** How long an ended visit can be returned to. */
  VISITA_RETURN_SECONDS: seconds(120),
  /** How long a page that was closed or reloaded may take to come back before its visit ends. */
  VISITA_RELOAD_SECONDS: seconds(10),
  /** How long a visit waits while nobody is in its room, until it counts as lost. */
  VISITA_LOST_SECONDS: seconds(120),
  /** Further origins whose pages may talk to this server, by commas: those of a reverse proxy. */
  VISITA_ORIGINS: z
    .string()
    .transform((list) => list.split(',').map((origin) => origin.trim()))
    .pipe(z.array(z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)))
    .default([]),
  /** What is written to standard output, as one JSON object a line. */
  VISITA_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

const toConfig = (env: z.infer<typeof environmentSchema>) => ({
  port: env.PORT,
  host: env.VISITA_LAN === '1' ? '::' : env.VISITA_HOST,
  lan: env.VISITA_LAN === '1',
  dataDir: resolve(env.VISITA_DATA_DIR),
  webDir: resolve(env.VISITA_WEB_DIR),
  iceServers: env.VISITA_ICE_SERVERS,
  ringMs: env.VISITA_RING_SECONDS * 1000,
  returnMs: env.VISITA_RETURN_SECONDS * 1000,
  closeGraceMs: env.VISITA_RELOAD_SECONDS * 1000,
  lostMs: env.VISITA_LOST_SECONDS * 1000,
  extraOrigins: env.VISITA_ORIGINS,
  logLevel: env.VISITA_LOG_LEVEL,
})
export type Config = ReturnType<typeof toConfig>

/**
 * Reads the whole configuration. Throws one StartupError that names every variable and flag that is wrong,
 * without their values: one of them may be a TURN password.
 */
export function loadConfig(env: NodeJS.ProcessEnv, flags: readonly string[]): Config {
  const problems = flags.filter((flag) => flag !== '--lan').map((flag) => `${flag}: is not a known option`)
  const parsed = environmentSchema.safeParse(flags.includes('--lan') ? { ...env, VISITA_LAN: '1' } : env)
  if (parsed.success && problems.length === 0) return toConfig(parsed.data)
  for (const issue of parsed.error?.issues ?? []) problems.push(`${issue.path.join('.')}: ${issue.message}`)
  throw new StartupError(`The configuration has problems:\n${problems.map((line) => `  ${line}`).join('\n')}`)
}
