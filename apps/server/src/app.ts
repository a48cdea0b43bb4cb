import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer, Server as HttpsServer } from 'node:https'
import { fastify, type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Relays } from '@visita/protocol'
import { BackupSchedule } from './modules/backup/index.ts'
import { guardApi } from './modules/access/index.ts'
import { backgroundRoutes } from './modules/background/index.ts'
import { timelineRoutes } from './modules/timeline/index.ts'
import { consentRoutes } from './modules/consents/index.ts'
import { caseRoutes, handOverRoutes, noteRoutes } from './modules/cases/index.ts'
import { erasureRoutes } from './modules/erasure/index.ts'
import { measurementRoutes, photoRoutes } from './modules/photos/index.ts'
import { recordRoutes } from './modules/record/index.ts'
import {
  issueRelays,
  type OwnRelay,
  lineRoutes,
  RelayWatch,
  SHARED_PROTOCOLS,
  SharedPort,
} from './modules/relay/index.ts'
import { scoreRoutes } from './modules/scores/index.ts'
import { requestRoutes, type Requests } from './modules/requests/index.ts'
import { settingsRoutes } from './modules/settings/index.ts'
import { closingRoutes, roomLinkRoutes } from './modules/signalling/index.ts'
import { System, type SystemDeps, systemRoutes } from './modules/system/index.ts'
import type { CertificateWatch } from './platform/certificate-watch.ts'
import { healthRoutes } from './platform/health.ts'
import { handleErrors, refuseMalformed } from './platform/http-errors.ts'
import { hasPublicHttps } from './platform/origins.ts'
import { keepRouteTable } from './platform/route-table.ts'
import { secure } from './platform/security.ts'
import { serveWebFiles } from './platform/web-files.ts'
import { type Realtime, startRealtime } from './realtime.ts'
import type { Services } from './services.ts'
import { databaseFileIn } from './storage.ts'

/** A file of 2 GB on a slow line takes hours; the wait for a request's headers stays bounded at a minute. */
const SERVER_OPTIONS = { requestTimeout: 0, headersTimeout: 60_000, keepAliveTimeout: 72_000 }
const TLS_OPTIONS = { handshakeTimeout: 20_000, ALPNProtocols: SHARED_PROTOCOLS }

const HOUSEKEEPING_MS = 60 * 1000

/** The HTTP side: what holds for every request first, then one plugin a module, then the pages. */
export async function buildApp(
  services: Services,
  served: CertificateWatch | null,
  ownRelay: OwnRelay | null = null,
): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = services.logger
  const app = fastify({
    loggerInstance,
    // Addresses name visits, and a line a request says nothing that the lifecycle lines do not.
    logController: new LogController({ disableRequestLogging: true }),
    // On closing, kept-alive connections go as soon as they are idle.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 64 },
    frameworkErrors: refuseMalformed,
    trustProxy: services.config.trustedProxies,
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    serverFactory: (handler) =>
      served === null
        ? createHttpServer(SERVER_OPTIONS, handler)
        : createHttpsServer({ ...SERVER_OPTIONS, ...TLS_OPTIONS, ...served.certificate }, handler),
  })
  shareThePort(app, ownRelay)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  keepRouteTable(app)
  handleErrors(app, (principal, refusal) => services.noteDenial(principal, refusal))
  await secure(app, {
    isAllowedOrigin: services.isAllowedOrigin,
    strictTransport: hasPublicHttps(services.config),
  })
  await app.register(healthRoutes)
  const relays = relaysOf(app, services, ownRelay)
  const realtime = await addRealtime(app, services, relays)
  const relay = watchRelays(app, services, { ownRelay, relays })
  const schedule = keepBackups(app, services)
  await app.register(async (api) => {
    guardApi(api, services.accounts.sessions)
    await api.register(services.accounts.routes)
    await api.register(services.visitRoutes)
    await api.register(settingsRoutes, { ...services, ...services.accounts })
    await api.register(erasureRoutes, { ...services, ...services.accounts, requests: realtime.requests })
    await api.register(closingRoutes, { rooms: realtime.rooms })
    await api.register(roomLinkRoutes, { ...realtime, ...services.accounts })
    await api.register(lineRoutes)
    await api.register(requestRoutes, { requests: realtime.requests })
    await api.register(services.auditRoutes)
    const forwarder = (): Promise<boolean | null> => realtime.forwarding.isReachable()
    await api.register(systemRoutes, {
      schedule,
      system: systemOf(services, { schedule, relay, served, forwarder }),
      relay,
    })
    await api.register(backgroundRoutes, services)
    await api.register(consentRoutes, services)
    await api.register(timelineRoutes, services)
    await api.register(caseRoutes, services.cases)
    await api.register(photoRoutes, { photos: services.photos })
    await api.register(measurementRoutes, services)
    await api.register(scoreRoutes, services.scores)
    await api.register(handOverRoutes, services.cases)
    await api.register(noteRoutes, services.cases)
    await api.register(recordRoutes, { ...services, ...services.access, ...services.accounts })
  })
  await serveWebFiles(app, services.config.webDir)
  keepHouse(app, services, realtime.requests)
  return app
}

function shareThePort(app: FastifyInstance, ownRelay: OwnRelay | null): void {
  const relay = ownRelay?.shared ?? null
  if (relay === null || !(app.server instanceof HttpsServer)) return
  const shared = new SharedPort(app.server, relay)
  // Before the HTTP server stops: a call by the relay would keep it from ever closing.
  app.addHook('preClose', () => shared[Symbol.dispose]())
}

/** What time has made superfluous is removed every minute; a removal under way ends before the database closes. */
function keepHouse(app: FastifyInstance, { accounts, logger }: Services, requests: Requests): void {
  let underWay: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    underWay = underWay
      .then(() => accounts.removeExpired())
      .then(() => requests.removeExpired())
      .catch((error: unknown) => logger.error({ err: error }, 'sessions not removed'))
  }, HOUSEKEEPING_MS).unref()
  app.addHook('preClose', async () => {
    clearInterval(timer)
    await underWay
  })
}

function keepBackups(app: FastifyInstance, services: Services): BackupSchedule | null {
  const { backupFolder: folder } = services.config
  if (folder === null) return null
  const schedule = new BackupSchedule({ ...services, folder })
  app.addHook('preClose', () => schedule.stop())
  return schedule
}

const systemOf = (
  services: Services,
  watched: Pick<SystemDeps, 'schedule' | 'relay' | 'served' | 'forwarder'>,
): System => new System({ ...services, ...watched, databaseFile: databaseFileIn(services.config.dataDir) })

/** What a page is told of the relays at the moment at which it asks. */
const relaysOf =
  (app: FastifyInstance, { config, settings, clock }: Services, ownRelay: OwnRelay | null) =>
  (): Relays =>
    issueRelays({
      ...config.relays,
      groups: [...config.relays.groups, ...(ownRelay?.groups(portOf(app)) ?? [])],
      only: settings.get('relayOnly'),
      clock,
    })

function watchRelays(
  app: FastifyInstance,
  services: Services,
  { ownRelay, relays }: { ownRelay: OwnRelay | null; relays: () => Relays },
): RelayWatch {
  const isMissing = services.config.turn !== null && ownRelay === null
  const watch = new RelayWatch({
    ...services,
    own: isMissing ? 'missing' : ownRelay,
    relays,
  })
  app.addHook('onListen', async () => void watch.firstCheck())
  app.addHook('preClose', async () => watch[Symbol.dispose]())
  return watch
}

/** That it listens on; the one in the settings may be any free one. */
export function portOf({ server }: FastifyInstance): number {
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the server does not listen')
  return bound.port
}

/** In the place of fastify's own compilers, which it would load although zod does their work. */
function noCompiler(): never {
  throw new Error('validatorCompiler and serializerCompiler are set')
}

async function addRealtime(
  app: FastifyInstance,
  services: Services,
  relays: () => Relays,
): Promise<Realtime> {
  const { sessions } = services.accounts
  const realtime = await startRealtime(app.server, {
    ...services.config,
    ...services,
    relays,
    lobbyMode: () => services.settings.get('lobby'),
    onDenied: (member, refusal) => services.noteDenial(member, refusal),
    principalOf: sessions.principalOf,
  })
  sessions.events.on('closed', realtime.forget)
  services.access.breakGlass.events.on('changed', realtime.tellOfAccess)
  services.photos.events.on('changed', ({ patientId }) => {
    services.access.careTeam
      .doctorsOf(patientId)
      .then((doctors) => realtime.tellOfPhotos([patientId, ...doctors.map(({ id }) => id)]))
      .catch((error: unknown) => services.logger.error({ err: error }, 'photos not told'))
  })
  // Before the HTTP server stops: an open socket would keep it from ever closing.
  app.addHook('preClose', () => realtime.close())
  return realtime
}
