/**
 * How much has come over all pairs of candidates: bytes, and connectivity checks, which come even from
 * somebody who sends nothing (W3C webrtc-stats, section 8.21). Only its growth means something.
 */
export async function countReceived(connection: RTCPeerConnection): Promise<number> {
  let count = 0
  const report = await connection.getStats()
  report.forEach((entry: Readonly<Record<string, unknown>>) => {
    if (entry['type'] !== 'candidate-pair') return
    for (const name of COUNTERS) {
      const value = entry[name]
      if (typeof value === 'number') count += value
    }
  })
  return count
}

const COUNTERS = ['bytesReceived', 'requestsReceived', 'responsesReceived'] as const
