import { describe, expect, it } from 'vitest'
import { connectionIdSchema, pageIdSchema } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { signalSchema, type Signal } from './signals.ts'

const addressed = {
  page: pageIdSchema.parse('0b0c1c6e-8d5e-4c3a-9d1e-0f6a5b4c3d2e'),
  from: connectionIdSchema.parse('1b0c1c6e-8d5e-4c3a-9d1e-0f6a5b4c3d2e'),
  to: null,
}
const anOffer = (sdp: string) => ({ kind: 'description', ...addressed, description: { type: 'offer', sdp } })
const aCandidate = (change: Record<string, unknown> = {}) => ({
  kind: 'candidate',
  ...addressed,
  candidate: {
    candidate: 'candidate:1 1 udp 2113937151 192.0.2.1 54400 typ host',
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: null,
    ...change,
  },
})

describe('[B2] a signal', () => {
  const valid: Signal[] = [
    { kind: 'hello', ...addressed },
    { kind: 'restart_request', ...addressed, to: addressed.from },
    { kind: 'description', ...addressed, description: { type: 'answer', sdp: 'v=0\r\n' } },
    // The end of the candidates is an empty one.
    {
      kind: 'candidate',
      ...addressed,
      candidate: { candidate: '', sdpMid: null, sdpMLineIndex: null, usernameFragment: 'ab+/' },
    },
  ]
  it.each(valid)('arrives as it was sent: $kind', (signal) => {
    expect(signalSchema.parse(JSON.parse(JSON.stringify(signal)))).toEqual(signal)
  })

  it('takes a description of the largest permitted size, and no larger', () => {
    expect(signalSchema.safeParse(anOffer('a'.repeat(LIMITS.sdp))).success).toBe(true)
    expect(signalSchema.safeParse(anOffer('a'.repeat(LIMITS.sdp + 1))).success).toBe(false)
  })

  it('leaves out what it does not know', () => {
    const parsed = signalSchema.parse({ kind: 'hello', ...addressed, extra: 'x' })
    expect(parsed).toEqual({ kind: 'hello', ...addressed })
  })

  it.each([
    ['no object', 'hello'],
    ['of an unknown kind', { kind: 'goodbye', ...addressed }],
    ['without an address', { kind: 'hello' }],
    ['from no id', { kind: 'hello', ...addressed, from: 'the other page' }],
    ['a rollback', { kind: 'description', ...addressed, description: { type: 'rollback', sdp: '' } }],
    ['a description without text', { kind: 'description', ...addressed, description: { type: 'offer' } }],
    ['a candidate of too many bytes', aCandidate({ candidate: 'c'.repeat(2_001) })],
    ['a candidate on line -1', aCandidate({ sdpMLineIndex: -1 })],
    ['a candidate on half a line', aCandidate({ sdpMLineIndex: 0.5 })],
    ['a candidate without a line', aCandidate({ sdpMLineIndex: undefined })],
  ])('is refused when it is %s', (_, signal) => {
    expect(signalSchema.safeParse(signal).success).toBe(false)
  })
})
