import { type LinkToken, linkReplySchema } from '@visita/protocol'
import { signedIn } from './accounts.ts'
import type { Browser, TestServer } from './server.ts'

/** The link with which somebody without an account comes to one visit. */
export async function aVisitLink(maker: Browser, change: Record<string, unknown> = {}): Promise<LinkToken> {
  const json = { displayName: 'Johanna Beispiel', doctor: null, ...change }
  const reply = await maker.fetch('/api/visit-links', { method: 'POST', json })
  if (reply.status !== 200) throw new Error(`not made: ${reply.status} ${await reply.text()}`)
  return linkReplySchema.parse(await reply.json()).token
}

export const openLink = (server: TestServer, token: string): Promise<Response> =>
  server.stranger().fetch('/api/session/link', { method: 'POST', json: { token } })

/** A browser in which the link was opened. */
export const anExpectedGuest = async (server: TestServer, token: LinkToken): Promise<Browser> =>
  (await signedIn(server, await openLink(server, token))).browser
