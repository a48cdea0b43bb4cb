import { isIP } from 'node:net'
import { getCACertificates } from 'node:tls'
import type { RelayOutcome, RelayWay } from '@visita/protocol'
import { type TurnAnswer, TurnClient } from './turn-client.ts'
import { overTcp, overTls, overUdp, type Wire } from './turn-wires.ts'

/** As RFC 7065 writes the address of a relay; brackets around IPv6. */
const TURN_ADDRESS =
  /^(?<scheme>turns?):(?<host>\[[\da-f:.]+\]|[^:?[\]]+)(?::(?<port>\d+))?(?:\?transport=(?<transport>udp|tcp))?$/i

type Place = Pick<RelayWay, 'host' | 'port' | 'transport'>

/** Null for what is not a relay, such as `stun:`. */
export function placeOf(url: string): Place | null {
  const { scheme, host = '', port, transport } = TURN_ADDRESS.exec(url)?.groups ?? {}
  if (scheme === undefined) return null
  const isTls = scheme.toLowerCase() === 'turns'
  return {
    host: host.replaceAll(/[[\]]/g, ''),
    port: Number(port ?? (isTls ? 5349 : 3478)),
    transport: isTls ? 'tls' : transport === 'tcp' ? 'tcp' : 'udp',
  }
}

/** A message that is lost by UDP says nothing yet. */
const TRIES = { udp: 2, tcp: 1, tls: 1 } as const

/**
 * Does what two people do who both need this relay: has an address of it made out with these credentials, and meets
 * itself there. Seen from the server, which may be let through where people are not, or the other way about.
 */
export async function checkRelay(
  place: Place,
  user: { username: string; credential: string },
): Promise<RelayOutcome> {
  let outcome: RelayOutcome = 'silent'
  for (let left: number = TRIES[place.transport]; left > 0 && outcome === 'silent'; left -= 1)
    outcome = await tryOnce(place, user).catch(outcomeOf)
  return outcome
}

const GREETING = 'to myself'

async function tryOnce(place: Place, user: { username: string; credential: string }): Promise<RelayOutcome> {
  await using client = new TurnClient(await wireTo(place), user)
  const allocated = await client.allocate()
  if (allocated !== 'ok') return refusedWith(allocated)
  if ((await client.permit(client.relayed.address)) !== 'ok') return 'apart'
  client.send(client.relayed, GREETING)
  const heard = await client.receive().catch(() => null)
  return heard === GREETING ? 'works' : 'apart'
}

function wireTo({ host, port, transport }: Place): Promise<Wire> {
  if (transport === 'udp') return overUdp({ host, port })
  if (transport === 'tcp') return overTcp({ host, port })
  // As browsers do, which also trust what an administrator has this machine trust.
  const ca = [...getCACertificates('default'), ...getCACertificates('system')]
  return overTls({ host, port }, { ca, ...(isIP(host) === 0 ? { servername: host } : {}) })
}

/** The codes of RFC 8656, section 19. */
function refusedWith(answer: TurnAnswer): RelayOutcome {
  if (answer === 401 || answer === 441) return 'credentials'
  return answer === 486 || answer === 508 ? 'full' : 'odd'
}

function outcomeOf(error: unknown): RelayOutcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'name'
  if (code === 'ECONNREFUSED') return 'refused'
  if (/CERT|SIGNATURE|ALTNAME/.test(code)) return 'certificate'
  const isSilence = error instanceof Error && error.name === 'AbortError'
  return isSilence || /^E(?:TIMEDOUT|HOSTUNREACH|NETUNREACH)$/.test(code) ? 'silent' : 'odd'
}
