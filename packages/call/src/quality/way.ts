import type { WayOut } from '@visita/protocol'
import { valueOf } from '../stats-entry.ts'

type Entries = Iterable<readonly [string, unknown]>

/** The pair of candidates that is in use (W3C webrtc-stats, section 8.21); undefined while there is none. */
export function pairInUse(report: Entries): unknown {
  for (const [, entry] of report) {
    if (valueOf(entry, 'type') !== 'candidate-pair' || valueOf(entry, 'nominated') !== true) continue
    if (valueOf(entry, 'state') === 'succeeded') return entry
  }
  return undefined
}

/** By what the connection goes (W3C webrtc-stats, sections 8.20 to 8.22); null while there is none. */
export function wayOf(report: Entries): WayOut | null {
  const pair = pairInUse(report)
  if (pair === undefined) return null
  const entries = new Map(report)
  const local = entries.get(String(valueOf(pair, 'localCandidateId')))
  const remote = entries.get(String(valueOf(pair, 'remoteCandidateId')))
  if (valueOf(local, 'candidateType') === 'relay') return throughRelay(valueOf(local, 'relayProtocol'))
  return valueOf(remote, 'candidateType') === 'relay' ? 'relay_udp' : 'direct'
}

function throughRelay(protocol: unknown): WayOut {
  if (protocol === 'tls') return 'relay_tls'
  return protocol === 'tcp' ? 'relay_tcp' : 'relay_udp'
}
