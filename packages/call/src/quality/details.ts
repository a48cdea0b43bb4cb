import type { WayOut } from '@visita/protocol'
import { numberOf, valueOf } from '../stats-entry.ts'
import { pairInUse, wayOf } from './way.ts'

/** A picture as it goes over the line; the bit rate is of all pictures of that direction, in bits per second. */
export interface PictureDetails {
  width: number
  height: number
  /** Frames per second. */
  frames: number
  bits: number | null
}

/** What the curious are shown of a connection; null for what the browser does not say, or is not there. */
export interface LineDetails {
  way: WayOut | null
  /** Seconds. */
  roundTrip: number | null
  /** Seconds by which what arrives comes unevenly, of the voice. */
  jitter: number | null
  sent: PictureDetails | null
  received: PictureDetails | null
  limitedBy: 'line' | 'device' | null
  /** For the next reading. */
  sums: Sums
}

interface Sums {
  at: number
  sent: number
  received: number
}

type Entries = Iterable<readonly [string, unknown]>

/** Reads a report of getStats (W3C webrtc-stats) against the reading before; bit rates need two. */
export function readDetails(report: Entries, before: LineDetails | null): LineDetails {
  const all = Array.from(report, ([, entry]) => entry)
  const of = (type: string, kind: string): unknown[] =>
    all.filter((entry) => valueOf(entry, 'type') === type && valueOf(entry, 'kind') === kind)
  const [sent, received] = [of('outbound-rtp', 'video'), of('inbound-rtp', 'video')]
  const sums = {
    at: numberOf(sent[0] ?? received[0], 'timestamp') ?? 0,
    sent: sumOf(sent, 'bytesSent'),
    received: sumOf(received, 'bytesReceived'),
  }
  return {
    way: wayOf(report),
    roundTrip: numberOf(pairInUse(report), 'currentRoundTripTime'),
    jitter: numberOf(of('inbound-rtp', 'audio')[0], 'jitter'),
    sent: largestOf(sent, rateOf(before?.sums, sums, 'sent')),
    received: largestOf(received, rateOf(before?.sums, sums, 'received')),
    limitedBy: limitOf(sent),
    sums,
  }
}

const sumOf = (entries: unknown[], name: string): number =>
  entries.reduce<number>((sum, entry) => sum + (numberOf(entry, name) ?? 0), 0)

function rateOf(before: Sums | undefined, now: Sums, way: 'sent' | 'received'): number | null {
  if (before === undefined || now.at <= before.at || now[way] < before[way]) return null
  return (8_000 * (now[way] - before[way])) / (now.at - before.at)
}

function largestOf(entries: unknown[], bits: number | null): PictureDetails | null {
  const pictures = entries.flatMap((entry) => {
    const [width, height] = [numberOf(entry, 'frameWidth'), numberOf(entry, 'frameHeight')]
    const frames = numberOf(entry, 'framesPerSecond')
    return width && height ? [{ width, height, frames: frames ?? 0, bits }] : []
  })
  return pictures.toSorted((a, b) => b.height - a.height)[0] ?? null
}

function limitOf(sent: unknown[]): LineDetails['limitedBy'] {
  const reasons = new Set(sent.map((entry) => valueOf(entry, 'qualityLimitationReason')))
  if (reasons.has('bandwidth')) return 'line'
  return reasons.has('cpu') ? 'device' : null
}
