import { HOSPITAL_RETURN, linkTokenSchema, type LinkToken } from '@visita/protocol'

const KINDS = ['setup', 'invite', 'reset', 'visit', 'room'] as const

/** A link that brought somebody here: `/#invite=TOKEN`. */
export interface TokenLink {
  kind: (typeof KINDS)[number]
  /** Null where the address was cut short on its way. */
  token: LinkToken | null
}

/** What brought somebody here; `answer` of the hospital's own login is what stood behind the `?`. */
export type Link = TokenLink | { kind: 'hospital'; answer: string }

/**
 * Takes the link out of the address bar, from where it would go into histories and screenshots; null where the
 * address has none. What follows the `#` was never sent to the server.
 */
export function takeLink({ location, history }: Pick<Window, 'location' | 'history'>): Link | null {
  if (location.pathname === HOSPITAL_RETURN) {
    const answer = location.search.slice(1)
    history.replaceState(null, '', '/')
    return { kind: 'hospital', answer }
  }
  const [name, token] = location.hash.slice(1).split('=', 2)
  const kind = KINDS.find((known) => known === name)
  if (kind === undefined) return null
  history.replaceState(null, '', location.pathname)
  return { kind, token: linkTokenSchema.safeParse(token).data ?? null }
}

/** The address to hand over. */
export const addressOf = (kind: TokenLink['kind'], token: LinkToken): string =>
  `${location.origin}/#${kind}=${token}`
