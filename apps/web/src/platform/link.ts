import { linkTokenSchema, type LinkToken } from '@visita/protocol'

const KINDS = ['setup', 'invite', 'reset'] as const

/** A single-use link that brought somebody here: `/#invite=TOKEN`. */
export interface Link {
  kind: (typeof KINDS)[number]
  /** Null where the address was cut short on its way. */
  token: LinkToken | null
}

/**
 * Takes the link out of the address bar, from where it would go into histories and screenshots; null where the
 * address has none. What follows the `#` was never sent to the server.
 */
export function takeLink({ location, history }: Pick<Window, 'location' | 'history'>): Link | null {
  const [name, token] = location.hash.slice(1).split('=', 2)
  const kind = KINDS.find((known) => known === name)
  if (kind === undefined) return null
  history.replaceState(null, '', location.pathname)
  return { kind, token: linkTokenSchema.safeParse(token).data ?? null }
}

/** The address to hand over. */
export const addressOf = (kind: Link['kind'], token: LinkToken): string =>
  `${location.origin}/#${kind}=${token}`
