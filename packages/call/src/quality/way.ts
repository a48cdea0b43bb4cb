import type { WayOut } from '@visita/protocol'
import { valueOf } from '../stats-entry.ts'

type Entries = Iterable<readonly [string, unknown]>

/** By what the connection goes (W3C webrtc-stats, sections 8.20 to 8.22); null while there is none. */
export function wayOf(report: Entries): WayOut | null {
  const entries = new Map(report)
  for (const entry of entries.values()) {
    if (valueOf(entry, 'type') !== 'candidate-pair' || !isInUse(entry)) continue
    const local = entries.get(String(valueOf(entry, 'localCandidateId')))
    const remote = entries.get(String(valueOf(entry, 'remoteCandidateId')))
    if (valueOf(local, 'candidateType') === 'relay') return throughRelay(valueOf(local, 'relayProtocol'))
    return valueOf(remote, 'candidateType') === 'relay' ? 'relay_udp' : 'direct'
  }
  return null
}

const isInUse = (pair: unknown): boolean =>
  valueOf(pair, 'nominated') === true && valueOf(pair, 'state') === 'succeeded'

function throughRelay(protocol: unknown): WayOut {
  if (protocol === 'tls') return 'relay_tls'
  return protocol === 'tcp' ? 'relay_tcp' : 'relay_udp'
}
