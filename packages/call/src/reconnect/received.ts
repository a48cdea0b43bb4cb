import { numberOf, valueOf } from '../stats-entry.ts'

/**
 * How much has come over all pairs of candidates: bytes, and connectivity checks, which come even from
 * somebody who sends nothing (W3C webrtc-stats, section 8.21). Only its growth means something.
 */
export async function countReceived(stats: Promise<RTCStatsReport>): Promise<number> {
  let count = 0
  const report = await stats
  report.forEach((entry: unknown) => {
    if (valueOf(entry, 'type') !== 'candidate-pair') return
    for (const name of COUNTERS) count += numberOf(entry, name) ?? 0
  })
  return count
}

const COUNTERS = ['bytesReceived', 'requestsReceived', 'responsesReceived'] as const

/** Frames of one received track that were decoded (W3C webrtc-stats, section 8.3); null where none is told. */
export async function countDecoded(
  connection: RTCPeerConnection,
  track: MediaStreamTrack,
): Promise<number | null> {
  let count: number | null = null
  const report = await connection.getStats(track)
  report.forEach((entry: unknown) => {
    if (valueOf(entry, 'type') === 'inbound-rtp') count = numberOf(entry, 'framesDecoded') ?? count
  })
  return count
}
