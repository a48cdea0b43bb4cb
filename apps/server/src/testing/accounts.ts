import {
  enrolledReplySchema,
  type LinkToken,
  linkReplySchema,
  type Role,
  sessionReplySchema,
  type SessionReply,
  totpReplySchema,
} from '@visita/protocol'
import { TOTP } from 'otpauth'
import { type Browser, browserFetch, type TestServer } from './server.ts'

/** Somebody signed in, with what they sign in with. */
export interface Account extends Browser {
  login: string
  password: string
  /** Of their authenticator app; null where they have none. */
  secret: string | null
}

export const PASSWORD = 'correct horse battery staple 7'
let made = 0

/** The first administrator, made by the link on the console, with a second factor. */
export async function anAdministrator(server: TestServer): Promise<Account> {
  const token = await server.services.accounts.accounts.setUpLink()
  return comeIn(server, '/api/setup', token, 'Ada Administrator')
}

/** Somebody whom an administrator has invited; staff with a second factor. */
export async function anAccount(
  server: TestServer,
  administrator: Browser,
  roles: readonly Role[],
  displayName = `Somebody called ${roles.join(' and ')} ${made}`,
): Promise<Account> {
  const reply = await administrator.fetch('/api/invitations', {
    method: 'POST',
    json: { displayName, roles },
  })
  const { token } = linkReplySchema.parse(await reply.json())
  return comeIn(server, '/api/invitations/accept', token, displayName)
}

async function comeIn(
  server: TestServer,
  path: string,
  token: LinkToken,
  displayName: string,
): Promise<Account> {
  made += 1
  const login = `person.${made}@clinic.example`
  const reply = await server
    .stranger()
    .fetch(path, { method: 'POST', json: { token, displayName, login, password: PASSWORD } })
  const { browser, session } = await signedIn(server, reply)
  const account = { login, password: PASSWORD }
  if (session.level === 'account') return { ...browser, ...account, secret: null }
  const secret = await enrolled(server, browser)
  return { ...secret.browser, ...account, secret: secret.secret }
}

/** What a reply that changes the session leaves the browser with. */
export async function signedIn(
  server: TestServer,
  reply: Response,
): Promise<{ browser: Browser; session: SessionReply['session'] }> {
  if (reply.status !== 200) throw new Error(`not signed in: ${reply.status} ${await reply.text()}`)
  const { session } = sessionReplySchema.parse(await reply.clone().json())
  return { browser: browserOf(server, reply, session), session }
}

async function enrolled(server: TestServer, pending: Browser): Promise<{ browser: Browser; secret: string }> {
  const proposed = await pending.fetch('/api/account/totp', { method: 'POST' })
  const { secret } = totpReplySchema.parse(await proposed.json())
  const confirmed = await pending.fetch('/api/account/totp', {
    method: 'PUT',
    json: { secret, code: codeOf(server, secret) },
  })
  const { reply } = enrolledReplySchema.parse(await confirmed.clone().json())
  return { browser: browserOf(server, confirmed, reply.session), secret }
}

/** The code that the authenticator app shows now. */
export const codeOf = (server: TestServer, secret: string): string =>
  new TOTP({ secret }).generate({ timestamp: server.now() })

/** Signs in anew, in a browser of its own, with a code that was not used before. */
export async function signIn(server: TestServer, { login, password, secret }: Account): Promise<Browser> {
  const first = await server
    .stranger()
    .fetch('/api/session/password', { method: 'POST', json: { login, password } })
  const { browser } = await signedIn(server, first)
  if (secret === null) return browser
  server.advance(30_000)
  const second = await browser.fetch('/api/session/code', {
    method: 'POST',
    json: { code: codeOf(server, secret) },
  })
  return (await signedIn(server, second)).browser
}

function browserOf(server: TestServer, reply: Response, session: SessionReply['session']): Browser {
  if (session.level === 'none') throw new Error('nobody is signed in')
  const cookie = reply.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  return { self: session.self, cookie, fetch: browserFetch(server.url, cookie) }
}
