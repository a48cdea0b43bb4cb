import type { FastifyPluginAsync } from 'fastify'
import type { Denial, Refusal } from './platform/http-errors.ts'
import { type Access, createAccess } from './modules/access/index.ts'
import { type AccountModule, createAccounts, relyingParty } from './modules/accounts/index.ts'
import { type Audit, createAudit, createAuditRoutes } from './modules/audit/index.ts'
import { type Backups, createBackups } from './modules/backup/index.ts'
import { type CaseModule, createCases } from './modules/cases/index.ts'
import { type Backgrounds, createBackgrounds } from './modules/background/index.ts'
import { type Consents, createConsents } from './modules/consents/index.ts'
import { Erasure } from './modules/erasure/index.ts'
import { createPhotos, type PhotoModule } from './modules/photos/index.ts'
import { createScores, type ScoreModule } from './modules/scores/index.ts'
import { Records } from './modules/record/index.ts'
import { createRequests, type RequestPorts, type Requests } from './modules/requests/index.ts'
import { type Config, openSettings, type Settings } from './modules/settings/index.ts'
import { Timeline } from './modules/timeline/index.ts'
import { createVisits, type VisitModule } from './modules/visits/index.ts'
import type { Clock } from './platform/clock.ts'
import type { Logger } from './platform/logger.ts'
import { hasPublicHttps, type OriginCheck, originCheck } from './platform/origins.ts'
import { type Principal, rolesOf } from './platform/principal.ts'
import { databaseFileIn, openStorage, type Storage } from './storage.ts'

/** All that routes and sockets work with; whoever opens it closes it. */
export interface Services {
  config: Config
  settings: Settings
  clock: Clock
  logger: Logger
  audit: Audit
  auditRoutes: FastifyPluginAsync
  backups: Backups
  access: Access
  accounts: AccountModule
  visits: VisitModule['visits']
  visitRecords: VisitModule['records']
  visitRoutes: VisitModule['routes']
  cases: CaseModule
  photos: PhotoModule['photos']
  measurements: PhotoModule['measurements']
  scores: ScoreModule
  backgrounds: Backgrounds
  consents: Consents
  timeline: Timeline
  records: Records
  erasure: Erasure
  keyring: Storage['vault']['keyring']
  isAllowedOrigin: OriginCheck
  /** The queue, which needs to know who is here. */
  openRequests(presence: Pick<RequestPorts, 'doctorsHere' | 'presenceOf' | 'changed'>): Requests
  /** Writes down who asked for what is not theirs. */
  noteDenial(principal: Principal, refusal: Refusal): Promise<void>
  close(): Promise<void>
}

/** Opens storage and modules, each made when this is the first start. Throws StartupError. */
export async function openServices(config: Config, logger: Logger, clock: Clock): Promise<Services> {
  const storage = await openStorage(config, clock)
  const { db, vault } = storage
  const settings = await openSettings(db, config.settled)
  const { auditAnchorFile: anchorFile, auditAnchorUrl: anchorUrl } = config
  const { tenant } = vault
  const { audit, anchors } = await createAudit({ db, tenant, clock, logger, anchorFile, anchorUrl })
  const backups = createBackups(config, {
    clock,
    record: (event) => db.transaction().execute((tx) => audit.write(tx, event)),
  })
  const access = createAccess({ db, keyring: vault.keyring, audit, clock })
  const {
    visits,
    records: visitRecords,
    routes: visitRoutes,
  } = await createVisits({
    ...config,
    db,
    vault,
    clock,
    logger,
    audit,
    toPatient: access.relations.toPatient,
    addToCareTeam: (tx, patient, doctor, now) => access.careTeam.add(tx, patient, doctor, now),
  })
  const accounts = await createAccounts({
    db,
    vault,
    audit,
    clock,
    settings,
    visits,
    logger,
    hospitalLogin: config.hospitalLogin,
    secure: config.lan || hasPublicHttps(config),
    party: relyingParty(config),
  })
  const { keyring } = vault
  const cases = createCases({
    db,
    keyring,
    relations: access.relations,
    audit,
    clock,
    logger,
    findPerson: (id) => accounts.people.findOrNameless(id),
    isDoctor: (id) => accounts.people.isActiveAs('doctor', id),
    addToCareTeam: (tx, patient, doctor, now) => access.careTeam.add(tx, patient, doctor, now),
    isVisitOf: (visit, patient) => visitRecords.isOfPatient(visit, patient),
  })
  const backgrounds = createBackgrounds({
    db,
    keyring,
    relations: access.relations,
    audit,
    clock,
    findPerson: (id) => accounts.people.findOrNameless(id),
    reading: cases.access.toPatient,
    isPatient: async (id) => (await accounts.people.rolesOf(id)).includes('patient'),
  })
  const consents = createConsents({
    db,
    audit,
    clock,
    reading: cases.access.toPatient,
    findPerson: (id) => accounts.people.findOrNameless(id),
    isPatient: async (id) => (await accounts.people.rolesOf(id)).includes('patient'),
  })
  const {
    photos,
    measurements,
    timeline: photoTimeline,
  } = await createPhotos({
    ...config,
    db,
    keyring,
    cases,
    access,
    audit,
    clock,
    logger,
    findPerson: (id) => accounts.people.findOrNameless(id),
  })
  const timeline = new Timeline({
    readable: (member, id) => cases.access.readAs(member, id, 'timeline'),
    sources: [...cases.timeline, photoTimeline, visitRecords.timeline(access.relations.toPatient)],
  })
  const scores = createScores({
    db,
    keyring,
    cases,
    audit,
    clock,
    findPerson: (id) => accounts.people.findOrNameless(id),
  })
  const records = new Records({
    db,
    access,
    cases: cases.cases,
    audit,
    clock,
    people: accounts.people,
    visits: visitRecords,
  })
  const { backupFolder } = config
  const erasure = new Erasure({ db, keyring, accounts, audit, backups, backupFolder, logger })
  const auditRoutes = createAuditRoutes({
    db,
    audit,
    namesOf: (ids) => accounts.people.named(ids),
    staff: () => accounts.people.staff(),
    places: { databaseFile: databaseFileIn(config.dataDir), tenant, anchorFile },
    openText: (logged) => access.breakGlass.openLogged(logged),
  })
  return {
    config,
    settings,
    clock,
    logger,
    audit,
    auditRoutes,
    backups,
    access,
    accounts,
    visits,
    visitRecords,
    visitRoutes,
    cases,
    photos,
    measurements,
    scores,
    backgrounds,
    consents,
    timeline,
    records,
    erasure,
    keyring,
    isAllowedOrigin: originCheck(config),
    openRequests: (presence) => openRequests(storage, { audit, access, accounts, visits, clock }, presence),
    noteDenial: (principal, { code, denial }) =>
      denial === null ? Promise.resolve() : noteDenial(storage, audit, principal, { code, ...denial }),
    async close() {
      await anchors.close()
      await storage.close()
    },
  }
}

function openRequests(
  { db, vault: { keyring } }: Storage,
  {
    audit,
    access,
    accounts: { people, visitLinks },
    visits,
    clock,
  }: Pick<Services, 'audit' | 'access' | 'accounts' | 'visits' | 'clock'>,
  presence: Parameters<Services['openRequests']>[0],
): Requests {
  const has = async (id: Parameters<typeof people.rolesOf>[0], role: 'doctor' | 'patient') =>
    (await people.rolesOf(id)).includes(role)
  return createRequests({
    db,
    keyring,
    audit,
    clock,
    ports: {
      ...presence,
      find: (id) => people.find(id),
      isDoctor: (id) => has(id, 'doctor'),
      isPatient: (id) => has(id, 'patient'),
      doctorOfLink: (guest) => visitLinks.doctorFor(guest),
      addToCareTeam: (tx, patient, doctor, now) => access.careTeam.add(tx, patient, doctor, now),
      visitDurations: () => visits.lastDurations(),
    },
  })
}

async function noteDenial(
  { db }: Storage,
  audit: Audit,
  principal: Principal,
  { code, permission, relation, subject, object }: Denial & Pick<Refusal, 'code'>,
): Promise<void> {
  const actor = principal.kind === 'anonymous' ? null : principal.person.id
  const [actorRole = 'anonymous'] = rolesOf(principal)
  const details = { permission, relation, code }
  await db
    .transaction()
    .execute((tx) => audit.write(tx, { event: 'access.refused', actor, actorRole, subject, object, details }))
}
