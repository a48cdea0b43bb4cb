import { describe, expect, it } from 'vitest'
import { NO_TOTALS, readSample } from './sample.ts'

const report = (sent: number, received: number, lost: number): Map<string, unknown> =>
  new Map<string, unknown>([
    ['in', { type: 'inbound-rtp', kind: 'audio', packetsReceived: received, packetsLost: lost }],
    [
      'out',
      {
        type: 'outbound-rtp',
        kind: 'video',
        bytesSent: sent,
        timestamp: 1_000 * sent,
        qualityLimitationReason: 'bandwidth',
      },
    ],
    ['far', { type: 'remote-inbound-rtp', kind: 'audio', fractionLost: 0.25, roundTripTime: 0.1 }],
    [
      'pair',
      { type: 'candidate-pair', nominated: true, state: 'succeeded', availableOutgoingBitrate: 900_000 },
    ],
  ])

describe('a sample of the line', () => {
  it('[B7] counts the loss of the last second from the sums of two reports', () => {
    const { totals } = readSample(report(1_000, 100, 0), NO_TOTALS)
    const { sample } = readSample(report(2_000, 190, 10), totals)
    expect(sample).toMatchObject({ sentLoss: 0.25, receivedLoss: 0.1, roundTrip: 0.1, available: 900_000 })
  })

  it('[B7] counts the bits of the picture by the clock of the reports', () => {
    const { totals } = readSample(report(1_000, 100, 0), NO_TOTALS)
    // A thousand bytes in a thousand seconds.
    expect(readSample(report(2_000, 190, 10), totals).sample).toMatchObject({
      pictureBits: 8,
      heldByLine: true,
    })
    expect(readSample(report(500, 10, 0), totals).sample.pictureBits).toBeNull()
  })

  it('[B7] takes the way there and back from what was said last', () => {
    const words = new Map([
      ['face', { type: 'remote-inbound-rtp', kind: 'video', timestamp: 5_000, roundTripTime: 0.02 }],
      ['voice', { type: 'remote-inbound-rtp', kind: 'audio', timestamp: 1_000, roundTripTime: 0.6 }],
    ])
    expect(readSample(words, NO_TOTALS).sample.roundTrip).toBe(0.02)
  })

  it('[B7] takes no estimate of a line on which no picture is sent', () => {
    const { totals } = readSample(report(1_000, 100, 0), NO_TOTALS)
    expect(readSample(report(1_000, 150, 0), totals).sample.available).toBeNull()
  })

  it('[B7] says nothing of what a browser does not report, nor across a new connection', () => {
    const nothing = {
      sentLoss: null,
      receivedLoss: null,
      roundTrip: null,
      available: null,
      pictureBits: null,
    }
    const before = { at: 1, received: 50, lost: 5, pictureBytes: 9 }
    expect(readSample(new Map(), before).sample).toEqual({ ...nothing, heldByLine: false })
  })

  it('[B5] tells nothing from the few packets of a pause in the voice', () => {
    const { totals } = readSample(report(1_000, 100, 0), NO_TOTALS)
    expect(readSample(report(2_000, 102, 1), totals).sample.receivedLoss).toBeNull()
  })

  it('[B5] goes by what the picture loses where one is sent, and by the voice where there is none', () => {
    const both = report(1_000, 100, 0)
    both.set('face', { type: 'remote-inbound-rtp', kind: 'video', fractionLost: 0.02 })
    const { sample, totals } = readSample(both, NO_TOTALS)
    expect(sample.sentLoss).toBe(0.02)
    expect(readSample(both, totals).sample.sentLoss).toBe(0.25)
  })
})
