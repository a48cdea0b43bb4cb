import type { IceServer, Relays } from '@visita/protocol'
import type { Clock } from '../../platform/clock.ts'
import { credentialsUntil } from './credentials.ts'

/** Relays that know the same secret. */
export interface RelayGroup {
  urls: readonly string[]
  /** Null where they are asked for one's own address alone (STUN). */
  secret: string | null
}

interface RelayOptions {
  groups: readonly RelayGroup[]
  /** Servers with credentials of their own, which have no end that we know of. */
  others: readonly IceServer[]
  /** How long the credentials are good for, in milliseconds. */
  lifeMs: number
  /** Whether calls go over relays alone. */
  only: boolean
  clock: Clock
}

/** What the page of a visit is told of the relays, with credentials made out for it at this moment. */
export function issueRelays({ groups, others, lifeMs, only, clock }: RelayOptions): Relays {
  const expiresAt = clock() + lifeMs
  const ours = groups.flatMap(({ urls, secret }) =>
    // One entry for each: a page measures, orders and drops them one by one.
    urls.map((url) =>
      url.startsWith('turn') && secret !== null
        ? { urls: [url], ...credentialsUntil(expiresAt, secret) }
        : { urls: [url] },
    ),
  )
  const expires = ours.some((server) => 'credential' in server)
  return { servers: [...ours, ...others], only, life: expires ? lifeMs : null }
}
