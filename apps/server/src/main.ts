import { Server as HttpsServer } from 'node:https'
import { isIP } from 'node:net'
import { buildApp, portOf } from './app.ts'
import {
  NO_COTURN,
  NOT_FROM_FIREFOX,
  type OwnRelay,
  type RelayTls,
  startOwnRelay,
} from './modules/relay/index.ts'
import { type Config, loadConfig } from './modules/settings/index.ts'
import { type Certificate, lanCertificate, lanCertificateFiles } from './platform/certificate.ts'
import { CertificateWatch } from './platform/certificate-watch.ts'
import { systemClock } from './platform/clock.ts'
import { CertificateRenewal, givenCertificate } from './platform/given-certificate.ts'
import { logOutput } from './platform/log-output.ts'
import { createLogger, type Logger } from './platform/logger.ts'
import { lanAddresses } from './platform/origins.ts'
import { StartupError } from './platform/startup-error.ts'
import { openServices } from './services.ts'

/** For the last lines to be written out. */
const LAST_LINES_MS = 1_000

async function start(): Promise<void> {
  // What we write is for the account that we run as alone.
  process.umask(0o077)
  const config = loadConfig(process.env, process.argv.slice(2))
  const logger = createLogger(config.logLevel, logOutput(process.stdout))
  // Said before anything else can go wrong: nobody can ask for these passwords again.
  if (config.demo) process.stdout.write(await demoClinic(config, logger))
  const services = await openServices(config, logger, systemClock)
  const served = config.lan
    ? new CertificateWatch(await certificateFor(config), { clock: systemClock, logger })
    : null
  const ownRelay = config.turn === null ? null : await relayBeside(config, config.turn, logger)
  if (config.turn !== null && ownRelay === null) process.stdout.write(NO_COTURN)
  const app = await buildApp(services, served, ownRelay)
  app.addHook('onClose', async () => {
    served?.[Symbol.dispose]()
    await ownRelay?.[Symbol.asyncDispose]()
    await services.close()
  })

  const { certificateFiles } = config
  if (served !== null && certificateFiles !== null && app.server instanceof HttpsServer) {
    const renewal = new CertificateRenewal(app.server, {
      files: certificateFiles,
      inUse: served.certificate,
      onRenewed: (certificate) => {
        served.renewed(certificate)
        ownRelay?.reloadCertificate()
      },
      logger,
    })
    app.addHook('onClose', async () => renewal[Symbol.dispose]())
  }

  await app.listen({ port: config.port, host: config.host }).catch(async (error: unknown) => {
    await app.close()
    throw isPortTaken(error) ? portTaken(config.port) : error
  })
  const addresses = addressesOf(config, portOf(app))
  if (await services.accounts.accounts.needsSetUp()) {
    const token = await services.accounts.accounts.setUpLink()
    process.stdout.write(`Become the first administrator: ${addresses[0]}/#setup=${token}\n`)
  }
  process.stdout.write(`Visita is ready: ${addresses.join('  ')}\n`)

  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    logger.info({ signal }, 'server stopping')
    await app.close()
    logger.info('server stopped')
    // Only where lines still wait: for a reader that does not come, nobody waits longer.
    setTimeout(() => process.exit(), LAST_LINES_MS).unref()
  }
  process.once('SIGTERM', (signal) => void stop(signal))
  process.once('SIGINT', (signal) => void stop(signal))
}

/** Makes it, and returns what whoever tries it must be told; a real clinic's server does not load the invented one. */
async function demoClinic(config: Config, logger: Logger): Promise<string> {
  const [{ makeDemoClinic }, { handOver }] = await Promise.all([
    import('./demo/clinic.ts'),
    import('./demo/hand-over.ts'),
  ])
  process.stdout.write('Making a demo clinic; to draw its photographs takes some seconds.\n')
  return handOver(await makeDemoClinic(config, logger))
}

const certificateFor = ({ certificateFiles, dataDir }: Config): Promise<Certificate> =>
  certificateFiles === null
    ? lanCertificate(dataDir, lanAddresses(), systemClock)
    : givenCertificate(certificateFiles)

function relayBeside(
  config: Config,
  turn: NonNullable<Config['turn']>,
  logger: Logger,
): Promise<OwnRelay | null> {
  const address = turn.address ?? lanAddresses().find((each) => !each.includes(':')) ?? '127.0.0.1'
  const { dataDir, lan, certificateFiles } = config
  const files = certificateFiles ?? lanCertificateFiles(dataDir)
  const host = turn.host ?? namedByCertificate(config) ?? turn.publicAddress ?? address
  const tls = relayTls(turn, lan ? files : null)
  if (tls.kind !== 'none' && isIP(host) !== 0) process.stdout.write(NOT_FROM_FIREFOX)
  return startOwnRelay({ ...turn, host, address, dataDir, tls, logger })
}

/** The name at which people reach the clinic is the one that its certificate is for. */
function namedByCertificate({ certificateFiles, extraOrigins }: Config): string | undefined {
  if (certificateFiles === null) return undefined
  return extraOrigins.map((origin) => new URL(origin)).find(({ protocol }) => protocol === 'https:')?.hostname
}

function relayTls(
  { tlsPort: port }: NonNullable<Config['turn']>,
  certificate: { cert: string; key: string } | null,
): RelayTls {
  if (certificate === null) return { kind: 'none' }
  return port === null ? { kind: 'shared' } : { kind: 'own', port, ...certificate }
}

function addressesOf({ lan }: Config, port: number): string[] {
  if (!lan) return [`http://localhost:${port}`]
  const phones = lanAddresses().filter((address) => !address.includes(':'))
  return ['localhost', ...phones].map((name) => `https://${name}:${port}`)
}

const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

const portTaken = (port: number): StartupError =>
  new StartupError(
    `Port ${port} is in use. Stop the program that uses it, or choose another: PORT=8081 npm start`,
  )

try {
  await start()
} catch (error) {
  if (!(error instanceof StartupError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
