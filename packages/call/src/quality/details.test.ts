import { expect, it } from 'vitest'
import { readDetails } from './details.ts'

const report = (at: number, sent: number, reason = 'none') =>
  new Map<string, unknown>([
    ['pair', { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.04 }],
    ['voice', { type: 'inbound-rtp', kind: 'audio', jitter: 0.003 }],
    [
      'face',
      {
        type: 'outbound-rtp',
        kind: 'video',
        timestamp: at,
        bytesSent: sent,
        frameWidth: 640,
        frameHeight: 360,
        framesPerSecond: 20,
        qualityLimitationReason: reason,
      },
    ],
    ['unused', { type: 'outbound-rtp', kind: 'video', timestamp: at, bytesSent: 0 }],
  ])

it('[B7] tells the picture that is sent, with its bit rate from two readings', () => {
  const first = readDetails(report(1_000, 5_000), null)
  expect(first).toMatchObject({
    way: 'direct',
    roundTrip: 0.04,
    jitter: 0.003,
    received: null,
    limitedBy: null,
  })
  expect(first.sent).toEqual({ width: 640, height: 360, frames: 20, bits: null })
  expect(readDetails(report(3_000, 255_000), first).sent?.bits).toBe(1_000_000)
})

it('[B7] tells no bit rate across a new connection', () => {
  const first = readDetails(report(1_000, 5_000), null)
  expect(readDetails(report(2_000, 100), first).sent?.bits).toBeNull()
})

it.each([
  ['bandwidth', 'line'],
  ['cpu', 'device'],
  ['other', null],
])('[B7] %s holds the picture back: %s', (reason, limitedBy) => {
  expect(readDetails(report(1_000, 1, reason), null).limitedBy).toBe(limitedBy)
})

it('[B7] says nothing of what the browser does not report', () => {
  expect(readDetails(new Map(), null)).toMatchObject({
    way: null,
    roundTrip: null,
    sent: null,
    received: null,
  })
})

it('[B7] tells the way there and back of the pair in use, and not of one that was nominated before it', () => {
  const before = { type: 'candidate-pair', nominated: true, state: 'failed', currentRoundTripTime: 9 }
  const entries = [['old', before] as const, ...report(1_000, 1)]
  expect(readDetails(entries, null).roundTrip).toBe(0.04)
})
