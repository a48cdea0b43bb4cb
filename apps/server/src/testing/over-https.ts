import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { type IceServer, type Participant, sessionReplySchema } from '@visita/protocol'
import { lanAddresses } from '../platform/origins.ts'
import { Page } from './page.ts'

/** The one that a relay beside the server listens at. */
export const ownAddress = (): string =>
  lanAddresses().find((address) => !address.includes(':')) ?? '127.0.0.1'

/** What somebody is told who rings somebody else. */
export async function relaysTold(url: string, ca: string): Promise<IceServer[]> {
  const [caller, callee] = [
    await identified(url, ca, 'Maria Alves da Silva'),
    await identified(url, ca, 'Doctor Adaeze Okonkwo'),
  ]
  const pages: Page[] = []
  try {
    for (const { cookie } of [caller, callee]) {
      const page = new Page(url, cookie, { ca })
      pages.push(page)
      const admission = await page.admission()
      if (admission !== 'connected') throw new Error(`refused: ${admission}`)
      await page.get('lobby:enter', {})
    }
    const ringing = await pages[0]?.get('ring:start', { callee: callee.self.id })
    return ringing?.outcome === 'ringing' ? ringing.relays.servers : []
  } finally {
    for (const page of pages) page.socket.disconnect()
  }
}

async function identified(url: string, ca: string, displayName: string): Promise<Identified> {
  const headers = { origin: url, 'content-type': 'application/json' }
  const sent = request(`${url}/api/session/guest`, { method: 'PUT', ca, headers, agent: false })
  sent.end(JSON.stringify({ displayName }))
  const [reply]: IncomingMessage[] = await once(sent, 'response')
  if (reply === undefined) throw new Error('no reply')
  const { session } = sessionReplySchema.parse(JSON.parse(await text(reply)))
  if (session.level !== 'guest') throw new Error(`not identified: ${reply.statusCode}`)
  return { self: session.self, cookie: reply.headers['set-cookie']?.[0]?.split(';')[0] ?? '' }
}

interface Identified {
  self: Participant
  cookie: string
}
