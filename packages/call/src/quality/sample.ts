import { numberOf, valueOf } from '../stats-entry.ts'
import { pairInUse } from './way.ts'

/** What one second of a connection was like. Fractions are 0 to 1; null where the browser does not say. */
export interface Sample {
  /** Of what this side sent, by the other side's report; the worst picture counts, and the voice where there is none. */
  sentLoss: number | null
  /** Of what came to this side during the second; null where that was next to nothing. */
  receivedLoss: number | null
  /** Seconds. */
  roundTrip: number | null
  /** Bits per second; null also while no picture is sent, because then it says nothing of the line. */
  available: number | null
  /** Of all pictures that are sent, in bits per second; null across a new connection. */
  pictureBits: number | null
  /** A picture is sent smaller, or with fewer frames, because of the line: not of the device. */
  heldByLine: boolean
}

/** The sums that the next sample is counted from. */
export interface Totals {
  /** Milliseconds of the report's own clock. */
  at: number
  received: number
  lost: number
  pictureBytes: number
}

export const NO_TOTALS: Totals = { at: 0, received: 0, lost: 0, pictureBytes: 0 }

/** Packets of which a share can be told: more than a pause in the voice has in a second, fewer than the voice. */
const ENOUGH = 20

type Entries = Iterable<readonly [string, unknown]>

/** Reads a report of getStats (W3C webrtc-stats) against the sums of the one before. */
export function readSample(report: Entries, before: Totals): { sample: Sample; totals: Totals } {
  const totals = { ...NO_TOTALS }
  const sentLoss: Record<'audio' | 'video', number | null> = { audio: null, video: null }
  let [roundTrip, saidAt]: [number | null, number] = [null, 0]
  let heldByLine = false
  for (const [, entry] of report) {
    switch (valueOf(entry, 'type')) {
      case 'inbound-rtp':
        totals.received += numberOf(entry, 'packetsReceived') ?? 0
        totals.lost += numberOf(entry, 'packetsLost') ?? 0
        break
      case 'outbound-rtp':
        totals.at = numberOf(entry, 'timestamp') ?? totals.at
        heldByLine ||= valueOf(entry, 'qualityLimitationReason') === 'bandwidth'
        if (valueOf(entry, 'kind') === 'video') totals.pictureBytes += numberOf(entry, 'bytesSent') ?? 0
        break
      case 'remote-inbound-rtp': {
        const loss = numberOf(entry, 'fractionLost')
        const kind = valueOf(entry, 'kind') === 'video' ? 'video' : 'audio'
        if (loss !== null) sentLoss[kind] = Math.max(sentLoss[kind] ?? 0, loss)
        const at = numberOf(entry, 'timestamp') ?? 0
        // Of a voice it is said every five seconds, of a picture every second (RFC 3550, section 6.2).
        if (at >= saidAt) [roundTrip, saidAt] = [numberOf(entry, 'roundTripTime') ?? roundTrip, at]
        break
      }
    }
  }
  const showsPicture = totals.pictureBytes > before.pictureBytes
  const receivedLoss = lossBetween(before, totals)
  const sample = {
    // A pause in the voice is a packet every 0.4 s: losing one of so few says nothing beside a picture's many.
    sentLoss: (showsPicture ? sentLoss.video : null) ?? sentLoss.audio,
    receivedLoss,
    roundTrip,
    available: showsPicture ? numberOf(pairInUse(report), 'availableOutgoingBitrate') : null,
    pictureBits: bitsBetween(before, totals),
    heldByLine,
  }
  return { sample, totals }
}

function bitsBetween(before: Totals, now: Totals): number | null {
  const seconds = (now.at - before.at) / 1_000
  const bytes = now.pictureBytes - before.pictureBytes
  return before.at > 0 && seconds > 0 && bytes >= 0 ? (8 * bytes) / seconds : null
}

function lossBetween(before: Totals, now: Totals): number | null {
  const received = now.received - before.received
  // Late packets make the sum of the lost ones fall.
  const lost = Math.max(0, now.lost - before.lost)
  // A new connection counts from the start: then it is less than before, and says nothing.
  return received >= 0 && received + lost >= ENOUGH ? lost / (received + lost) : null
}
