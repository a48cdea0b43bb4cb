import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { Provider } from 'oidc-provider'

export interface Employee {
  name?: string
  email?: string
  groups?: string[]
}

/** A real OpenID Connect provider on loopback, with a page that lets in whoever names an employee. */
export interface Hospital {
  issuer: string
  /** What Visita has to be told of it. */
  env: Record<string, string>
  employees: Map<string, Employee>
  /** Sends people back to this origin as well. */
  admit(origin: string): void
  close(): Promise<void>
}

const { privateKey: KEY } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const TTL_S = 600
const CLIENT = { client_id: 'visita', client_secret: 'k2v9-x7mq-4hdt-w8rb' }

/** On `port`, or any; the page at its address has a field `Account`, and boxes for a code and for being refused. */
export async function aHospital({
  port = 0,
  employees = new Map<string, Employee>(),
} = {}): Promise<Hospital> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const returns = new Set<string>()
  const provider = aProvider(issuer, employees, returns)
  const ask = provider.callback()
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/') === true) void interact(provider, request, response)
    else void ask(request, response)
  })
  return {
    issuer,
    env: {
      VISITA_OIDC_ISSUER: issuer,
      VISITA_OIDC_CLIENT_ID: CLIENT.client_id,
      VISITA_OIDC_CLIENT_SECRET: CLIENT.client_secret,
      VISITA_OIDC_NAME: 'Hill Hospital',
    },
    employees,
    admit: (origin) => void returns.add(`${origin}/hospital`),
    close: async () => {
      server.closeAllConnections()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}

function aProvider(
  issuer: string,
  employees: ReadonlyMap<string, Employee>,
  returns: ReadonlySet<string>,
): Provider {
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: ['http://127.0.0.1/hospital'] }],
    claims: {
      openid: ['sub', 'amr'],
      profile: ['name', 'groups'],
      email: ['email'],
    },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, ...employees.get(accountId) }),
    }),
    // Nobody is asked whether the hospital may tell its own clinic who they are.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: CLIENT.client_id,
        ...(oidc.account === undefined ? {} : { accountId: oidc.account.accountId }),
      })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a key for tests'] },
    jwks: { keys: [{ ...KEY.export({ format: 'jwk' }), kid: 'tests', alg: 'RS256', use: 'sig' }] },
    ttl: { AccessToken: TTL_S, Grant: TTL_S, IdToken: TTL_S, Interaction: TTL_S, Session: TTL_S },
    pkce: { required: () => true },
  })
  // The port of the clinic is not known before it runs.
  provider.Client.prototype.redirectUriAllowed = (uri: string) => returns.has(uri)
  return provider
}

const PAGE = `<!doctype html><title>Hill Hospital</title><form method="post">
<label>Account <input name="account" required></label>
<label><input type="checkbox" name="code" value="1"> With a code</label>
<button>Sign in</button><button name="cancel" value="1" formnovalidate>Cancel</button></form>`

async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
    return
  }
  const said = new URLSearchParams(await text(request))
  const accountId = said.get('account') ?? ''
  const amr = said.has('code') ? ['pwd', 'mfa'] : ['pwd']
  const result = said.has('cancel') ? { error: 'access_denied' } : { login: { accountId, amr } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

export interface AtTheDoor {
  account: string
  /** Shows a second factor there. */
  code?: boolean
  /** Thinks better of it. */
  cancel?: boolean
}

/** Goes with a browser from `url` through the page of the hospital; gives what it comes back with behind the `?`. */
export async function throughHospital(url: string, { account, code, cancel }: AtTheDoor): Promise<string> {
  const cookies = new Map<string, string>()
  const go = async (to: string, init: RequestInit = {}): Promise<string> => {
    const headers = { cookie: Array.from(cookies, (pair) => pair.join('=')).join('; ') }
    const reply = await fetch(to, { ...init, headers, redirect: 'manual' })
    for (const set of reply.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    const location = reply.headers.get('location')
    if (location === null) throw new Error(`the hospital answers ${reply.status}: ${await reply.text()}`)
    return new URL(location, to).href
  }
  const page = await go(url)
  const body = new URLSearchParams({
    account,
    ...(code === true ? { code: '1' } : {}),
    ...(cancel === true ? { cancel: '1' } : {}),
  })
  const back = await go(await go(page, { method: 'POST', body }))
  return new URL(back).search.slice(1)
}
