import type { Configuration, IDToken, UserInfoResponse } from 'openid-client'
import * as z from 'zod'
import type { Role } from '@visita/protocol'
import { Refusal } from '../../platform/http-errors.ts'
import type { Logger } from '../../platform/logger.ts'
import type { HospitalIdentity } from './hospital-identities.ts'

const TIMEOUT_S = 5
/** How long ago somebody may have signed in there who is to show who they are. */
const FRESH_S = 60

/* Loaded with the first who comes by it: an idle server does without its memory. */
const openId = () => import('openid-client')

export interface HospitalLoginSettings {
  issuer: string
  clientId: string
  clientSecret: string | null
  /** What people call it. */
  name: string
  /** Of whoever first comes with this group. */
  roles: readonly { group: string; role: Role }[]
  groupsClaim: string
  /** Values of `acr` and `amr` that stand for a second factor. */
  secondFactor: readonly string[]
}

/** What an answer is compared with. */
export interface Checks {
  redirectUri: string
  state: string
  nonce: string
  verifier: string
  /** Whoever answers must have signed in just now. */
  fresh: boolean
}

/** Somebody whom the login vouches for. */
export interface Arrival {
  identity: HospitalIdentity
  /** It has asked for a second factor, by its own word. */
  secondFactor: boolean
  /** What else it says of them, asked only where it is needed. */
  profile(): Promise<Profile>
}

export interface Profile {
  name: string | null
  email: string | null
  /** By their groups; none where no group of theirs is named in the settings. */
  roles: Role[]
}

/**
 * The hospital's own login, an OpenID Connect provider: authorization code with PKCE, state and nonce, its
 * addresses from discovery. It is asked for the first time when somebody comes, so that it keeps no server from
 * starting; while it is out of reach everything here is refused as `login_unreachable`.
 */
export class HospitalProvider {
  readonly #settings: HospitalLoginSettings
  readonly #logger: Logger
  #discovered: Promise<Configuration> | null = null

  constructor(settings: HospitalLoginSettings, logger: Logger) {
    this.#settings = settings
    this.#logger = logger
  }

  get issuer(): string {
    return this.#settings.issuer
  }

  /** Where to send the browser, and what its answer is compared with. */
  async begin(redirectUri: string, { fresh }: { fresh: boolean }): Promise<{ url: string; checks: Checks }> {
    const configuration = await this.#discover()
    const client = await openId()
    const [state, nonce, verifier] = [
      client.randomState(),
      client.randomNonce(),
      client.randomPKCECodeVerifier(),
    ]
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...(fresh ? { prompt: 'login', max_age: String(FRESH_S) } : {}),
    })
    return { url: url.href, checks: { redirectUri, state, nonce, verifier, fresh } }
  }

  /** Exchanges the code. Refuses as `login_refused` whatever is not a true answer to what was asked. */
  async finish(answer: string, checks: Checks): Promise<Arrival> {
    const configuration = await this.#discover()
    const client = await openId()
    const address = new URL(checks.redirectUri)
    address.search = answer
    const tokens = await client
      .authorizationCodeGrant(configuration, address, {
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        pkceCodeVerifier: checks.verifier,
        idTokenExpected: true,
        ...(checks.fresh ? { maxAge: FRESH_S } : {}),
      })
      .catch((error: unknown) => this.#refuse(error))
    const claims = tokens.claims()
    if (claims === undefined) throw new Refusal('login_refused')
    const hasInfo = configuration.serverMetadata().userinfo_endpoint !== undefined
    return {
      identity: { issuer: claims.iss, subject: claims.sub },
      secondFactor: this.#hasSecondFactor(claims),
      profile: async () => {
        const info = hasInfo
          ? await client
              .fetchUserInfo(configuration, tokens.access_token, claims.sub)
              .catch((error: unknown) => this.#refuse(error))
          : {}
        return this.#profileOf({ ...claims, ...info })
      },
    }
  }

  #hasSecondFactor({ acr, amr }: IDToken): boolean {
    const said = new Set([acr, ...wordsOf(amr)])
    return this.#settings.secondFactor.some((value) => said.has(value))
  }

  #profileOf(claims: Partial<IDToken & UserInfoResponse>): Profile {
    const { roles, groupsClaim } = this.#settings
    const groups = new Set(wordsOf(claims[groupsClaim]))
    return {
      name: textOf(claims['name']),
      email: textOf(claims['email']),
      roles: [...new Set(roles.filter(({ group }) => groups.has(group)).map(({ role }) => role))],
    }
  }

  /** What failed is asked for again by the next who comes. */
  #discover(): Promise<Configuration> {
    this.#discovered ??= this.#ask().catch((error: unknown) => {
      this.#discovered = null
      this.#logger.warn({ err: error }, 'hospital login not reached')
      throw new Refusal('login_unreachable')
    })
    return this.#discovered
  }

  async #ask(): Promise<Configuration> {
    const client = await openId()
    const { issuer, clientId, clientSecret } = this.#settings
    const secret = clientSecret === null ? client.None() : secretBy(client, clientSecret)
    return client.discovery(new URL(issuer), clientId, undefined, secret, {
      timeout: TIMEOUT_S,
      // Also the signature of a token that came straight from there: one more lock, for one more request.
      execute: [
        client.enableNonRepudiationChecks,
        ...(issuer.startsWith('http:') ? [client.allowInsecureRequests] : []),
      ],
    })
  }

  /** The login is out of reach, or its answer is no good; which, the log says by kind. */
  #refuse(error: unknown): never {
    this.#logger.info({ err: error }, 'hospital login refused')
    throw new Refusal(isOutOfReach(error) ? 'login_unreachable' : 'login_refused')
  }
}

/** As the provider takes it: by itself in the header, unless it says that it must be in the body. */
function secretBy(
  client: Awaited<ReturnType<typeof openId>>,
  secret: string,
): ReturnType<typeof client.ClientSecretBasic> {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)]
  return (server, ...rest) => {
    const { token_endpoint_auth_methods_supported: ways = ['client_secret_basic'] } = server
    return ways.includes('client_secret_basic') ? basic(server, ...rest) : post(server, ...rest)
  }
}

/** `fetch` throws a TypeError with a cause where there is no connection; a proxy answers 5xx for it. */
function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { cause } = error
  if (cause instanceof Response) return cause.status >= 500
  if ('code' in error && error.code === 'OAUTH_TIMEOUT') return true
  return error instanceof TypeError && !('code' in error) && cause instanceof Error
}

const wordsOf = (claim: unknown): string[] =>
  z.array(z.string()).safeParse(typeof claim === 'string' ? [claim] : claim).data ?? []
const textOf = (claim: unknown): string | null => (typeof claim === 'string' && claim !== '' ? claim : null)
