import { expect, it } from 'vitest'
import { LineLog } from './line-log.ts'
import type { Sample } from './sample.ts'
import { wayOf } from './way.ts'

const aSample = (change: Partial<Sample> = {}): Sample => ({
  sentLoss: null,
  receivedLoss: null,
  roundTrip: null,
  available: null,
  pictureBits: null,
  heldByLine: false,
  ...change,
})

it('[B7] the mean, the middle and the 95th of a hundred are kept, and how long each verdict stood', () => {
  const log = new LineLog()
  for (let second = 100; second >= 1; second -= 1)
    log.add(aSample({ roundTrip: second }), second > 90 ? 'weak' : 'good', second === 100 ? 'direct' : null)
  expect(log.summary()).toEqual({
    seconds: { good: 90, weak: 10, voice_only: 0 },
    way: 'direct',
    roundTrip: { mean: 50.5, median: 50, high: 95 },
    sentLoss: null,
    receivedLoss: null,
    pictureBits: null,
  })
})

it('[B7] one second is its own mean, middle and 95th', () => {
  const log = new LineLog()
  log.add(aSample({ sentLoss: 0.25 }), 'voice_only', null)
  expect(log.summary()).toMatchObject({ sentLoss: { mean: 0.25, median: 0.25, high: 0.25 }, way: null })
})

it('[B7] nothing is kept of a visit that was never connected', () => {
  expect(new LineLog().summary()).toBeNull()
})

const reportOf = (local: object, remote: object, pair: object = { nominated: true, state: 'succeeded' }) =>
  new Map<string, unknown>([
    ['pair', { type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'r', ...pair }],
    ['l', { type: 'local-candidate', ...local }],
    ['r', { type: 'remote-candidate', ...remote }],
  ])
const RELAY = { candidateType: 'relay' }
const HOST = { candidateType: 'host' }

it.each([
  ['direct', reportOf(HOST, { candidateType: 'prflx' })],
  ['relay_udp', reportOf({ ...RELAY, relayProtocol: 'udp' }, HOST)],
  ['relay_tcp', reportOf({ ...RELAY, relayProtocol: 'tcp' }, HOST)],
  ['relay_tls', reportOf({ ...RELAY, relayProtocol: 'tls' }, RELAY)],
  ['relay_udp', reportOf(HOST, RELAY)],
  [null, reportOf(HOST, HOST, { nominated: false, state: 'succeeded' })],
])('[B7] the way is %s', (way, report) => {
  expect(wayOf(report)).toBe(way)
})
