import type { CompanionRole, Participant, SessionReply } from '@visita/protocol'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Audit } from '../audit/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Vault } from '../vault/index.ts'
import { AccountLog } from './account-log.ts'
import { AccountRepository } from './account-repository.ts'
import { accountRoutes } from './account-routes.ts'
import { Accounts } from './accounts.ts'
import { OwnCookie } from './cookie.ts'
import { DemoAccounts } from './demo-accounts.ts'
import { factorRoutes } from './factor-routes.ts'
import { HospitalErrands } from './hospital-errands.ts'
import { HospitalIdentities } from './hospital-identities.ts'
import { HospitalLogin } from './hospital-login.ts'
import { type HospitalLoginSettings, HospitalProvider } from './hospital-provider.ts'
import { hospitalRoutes } from './hospital-routes.ts'
import { KnownDevices } from './known-devices.ts'
import { Links } from './links.ts'
import { OwnFactors } from './own-factors.ts'
import { PasskeyChallenges } from './passkey-challenges.ts'
import { PasskeyEntry } from './passkey-entry.ts'
import { PasskeyRepository } from './passkey-repository.ts'
import { passkeyRoutes } from './passkey-routes.ts'
import { Passkeys } from './passkeys.ts'
import { People } from './people.ts'
import { peopleRoutes } from './people-routes.ts'
import { PersonRepository } from './person-repository.ts'
import { Proofs } from './proofs.ts'
import type { RelyingParty } from './relying-party.ts'
import { SecondFactor } from './second-factor.ts'
import { accountLimits } from './session-limits.ts'
import { SessionRepository } from './session-repository.ts'
import { SessionReplies, sessionRoutes } from './session-routes.ts'
import { Sessions, type VisitsOfPeople } from './sessions.ts'
import { SignInLimits } from './sign-in-limits.ts'
import { VisitLinks } from './visit-links.ts'
import { visitLinkRoutes } from './visit-link-routes.ts'

export type { DemoAccount } from './demo-accounts.ts'
export type { Proofs } from './proofs.ts'
export { relyingParty } from './relying-party.ts'
export type { People } from './people.ts'

export interface AccountModule {
  accounts: Accounts
  demo: DemoAccounts
  people: People
  proofs: Proofs
  sessions: Sessions
  visitLinks: VisitLinks
  /** Somebody comes by a link into a visit that goes on. */
  enterCompanion: (
    request: FastifyRequest,
    reply: FastifyReply,
    who: { displayName: string; as: CompanionRole },
  ) => Promise<{ self: Participant; answer: SessionReply }>
  linkLimits: Pick<SignInLimits, 'admitLink' | 'forgiveLink'>
  /** Under /api. */
  routes: FastifyPluginAsync
  removeExpired(): Promise<void>
}

/** `secure`: the pages are served over HTTPS. What ran out while the server was away is removed first. */
export async function createAccounts(deps: {
  db: Database
  vault: Vault
  visits: VisitsOfPeople
  audit: Audit
  clock: Clock
  secure: boolean
  /** For whom passkeys are. */
  party: RelyingParty
  settings: Settings
  logger: Logger
  /** The hospital's own login; null where there is none. */
  hospitalLogin: HospitalLoginSettings | null
}): Promise<AccountModule> {
  const { db, vault, visits, audit, clock, settings, secure, party } = deps
  const { keyring } = vault
  const persons = new PersonRepository(db, keyring)
  const repository = new AccountRepository(db, vault)
  const links = new Links({ db, keyring, clock })
  const devices = new KnownDevices(db)
  const sessions = new Sessions({
    db,
    persons,
    sessions: new SessionRepository(db, keyring),
    cookie: new OwnCookie('visita', secure),
    visits,
    links,
    audit,
    clock,
    limits: () => accountLimits(settings),
  })
  const log = new AccountLog({ db, audit })
  const parts = {
    db,
    persons,
    sessions,
    links,
    devices,
    log,
    audit,
    clock,
    accounts: repository,
    secondFactor: new SecondFactor({ accounts: repository, log, clock, issuer: () => 'Visita' }),
    limits: new SignInLimits(),
  }
  const proofs = new Proofs(parts)
  const accounts = new Accounts({ ...parts, proofs })
  const challenges = new PasskeyChallenges(parts)
  const passkeyRepository = new PasskeyRepository(db, keyring)
  const clinicName = (): string => settings.get('clinicName')
  const passkeys = new PasskeyEntry({
    ...parts,
    proofs,
    passkeys: new Passkeys({ passkeys: passkeyRepository, challenges, party, clinicName, clock }),
    entrance: accounts,
  })
  const factors = new OwnFactors({ ...parts, proofs, passkeyRepository })
  const people = new People(parts)
  const visitLinks = new VisitLinks({ ...parts, visits })
  const hospital =
    deps.hospitalLogin &&
    new HospitalLogin({
      ...parts,
      proofs,
      entrance: accounts,
      provider: new HospitalProvider(deps.hospitalLogin, deps.logger),
      identities: new HospitalIdentities(db, vault),
      errands: new HospitalErrands(clock),
    })
  const clinic = async (): Promise<SessionReply['clinic']> => ({
    name: settings.get('clinicName'),
    lobby: settings.get('lobby'),
    selfSignUp: settings.get('selfSignUp'),
    hospitalLogin: deps.hospitalLogin?.name ?? null,
    setUp: await accounts.needsSetUp(),
  })
  const removeExpired = async (): Promise<void> => {
    await sessions.removeExpired()
    await visitLinks.removeExpired()
    await links.removeExpired()
    await devices.removeOld(clock())
    await challenges.removeExpired()
  }
  await removeExpired()
  const options = {
    accounts,
    proofs,
    sessions,
    clinic,
    people,
    deviceCookie: new OwnCookie('visita-device', secure),
  }
  const replies = new SessionReplies(options)
  return {
    linkLimits: parts.limits,
    async enterCompanion(request, reply, { displayName, as }) {
      const { device } = replies.visitorOf(request)
      const opened = await sessions.openCompanion(displayName, as, device)
      const answer = await replies.signedIn(request, reply, { ...opened, deviceToken: null })
      return { self: opened.member.person, answer }
    },
    accounts,
    demo: new DemoAccounts(parts),
    people,
    proofs,
    sessions,
    visitLinks,
    removeExpired,
    routes: async (app) => {
      await app.register(sessionRoutes, options)
      await app.register(accountRoutes, options)
      const browserCookie = new OwnCookie('visita-passkey', secure)
      await app.register(passkeyRoutes, { ...options, passkeys, browserCookie })
      await app.register(factorRoutes, { factors })
      const errandCookie = new OwnCookie('visita-hospital', secure)
      await app.register(hospitalRoutes, { ...options, hospital, errandCookie })
      await app.register(peopleRoutes, { proofs, people })
      await app.register(visitLinkRoutes, { ...options, visitLinks })
    },
  }
}
