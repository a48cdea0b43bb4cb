import { describe, expect, it } from 'vitest'
import { causeOf } from './cause.ts'
import { aProbe } from './probe.fixtures.ts'
import type { Reach } from './probe.ts'

const REACHED: Reach = { outcome: 'reached', milliseconds: 20 }
const SILENT: Reach = { outcome: 'silent' }
const refused = (code: number): Reach => ({ outcome: 'refused', code })

describe('[B6] why a call does not connect', () => {
  it.each([
    ['a relay answers from here', [aProbe('stun', SILENT), aProbe('relay_tls', REACHED)], 'other_side'],
    [
      'one relay of two answers',
      [aProbe('relay_udp', refused(401)), aProbe('relay_udp', REACHED)],
      'other_side',
    ],
    ['the clinic offers nothing', [], 'no_relay'],
    ['there is no relay, and UDP leaves', [aProbe('stun', REACHED)], 'no_relay'],
    ['there is no relay, and UDP does not leave', [aProbe('stun', SILENT)], 'network_blocks'],
    [
      'nothing leaves, and no relay looks like a web page',
      [aProbe('stun', SILENT), aProbe('relay_udp', SILENT), aProbe('relay_tcp', SILENT)],
      'network_blocks',
    ],
    [
      'not even the relay that looks like a web page answers',
      [aProbe('relay_udp', SILENT), aProbe('relay_tls', SILENT)],
      'relay_silent',
    ],
    [
      'UDP leaves, and the relay is silent',
      [aProbe('stun', REACHED), aProbe('relay_udp', SILENT)],
      'relay_silent',
    ],
    [
      'the credentials are refused',
      [aProbe('relay_udp', refused(401)), aProbe('relay_tls', SILENT)],
      'relay_refuses',
    ],
    ['the relay is full', [aProbe('relay_udp', refused(486))], 'relay_full'],
    ['the relay has no room', [aProbe('relay_udp', refused(508))], 'relay_full'],
  ])('where %s', (_case, probes, cause) => {
    expect(causeOf(probes)).toBe(cause)
  })
})
