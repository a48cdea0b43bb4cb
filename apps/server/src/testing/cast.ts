import {
  type ActingRole,
  COMPANION_ROLES,
  type CompanionRole,
  mayEver,
  type Permission,
  ROLES,
  type Role,
} from '@visita/protocol'
import { anAccount, anAdministrator, type Account, signedIn } from './accounts.ts'
import { type Browser, browserFetch, type TestServer } from './server.ts'

/** Somebody of every acting role. */
export type Cast = Readonly<Record<ActingRole, Pick<Browser, 'fetch' | 'cookie'>>> &
  Readonly<Record<Role, Account>> & { readonly guest: Browser; readonly pending: Browser }

/** One person for each role, all signed in with all that their role needs. */
export async function aCast(server: TestServer): Promise<Cast> {
  const administrator = await anAdministrator(server)
  const others = new Map<Role, Account>([['administrator', administrator]])
  for (const role of ROLES) {
    if (role !== 'administrator') others.set(role, await anAccount(server, administrator, [role]))
  }
  const of = (role: Role): Account => {
    const account = others.get(role)
    if (account === undefined) throw new Error(`nobody is ${role}`)
    return account
  }
  return {
    anonymous: server.stranger(),
    guest: await server.identify('Somebody of the lobby'),
    pending: await aPending(server, administrator),
    interpreter: await aCompanion(server, 'interpreter'),
    relative: await aCompanion(server, 'relative'),
    patient: of('patient'),
    doctor: of('doctor'),
    coordinator: of('coordinator'),
    analyst: of('analyst'),
    privacy_officer: of('privacy_officer'),
    administrator,
  }
}

/** Somebody of the cast who can ask for this at all; preferably one with a session. */
export function whoMay(cast: Cast, permission: Permission): Pick<Browser, 'fetch' | 'cookie'> {
  const roles = [...ROLES, 'guest', ...COMPANION_ROLES, 'pending', 'anonymous'] as const
  const role = roles.find((each) => mayEver([each], permission))
  if (role === undefined) throw new Error(`nobody may ${permission}`)
  return cast[role]
}

/** Came by a link into a visit, and is in none. */
export async function aCompanion(server: TestServer, as: CompanionRole): Promise<Browser> {
  const { sessions } = server.services.accounts
  const { member, setCookie } = await sessions.openCompanion(`Somebody as ${as}`, as, 'a browser')
  const cookie = setCookie.split(';')[0] ?? ''
  return { self: member.person, cookie, fetch: browserFetch(server.url, cookie) }
}

/** Has given the password of an account, and owes the second factor. */
async function aPending(server: TestServer, { login, password }: Account): Promise<Browser> {
  const reply = await server
    .stranger()
    .fetch('/api/session/password', { method: 'POST', json: { login, password } })
  return (await signedIn(server, reply)).browser
}
