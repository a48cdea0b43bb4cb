import { expect, it } from 'vitest'
import { fingerprintOf } from './fingerprint.ts'

const ONE = Array.from({ length: 32 }, () => 'AB').join(':')
const OTHER = Array.from({ length: 32 }, () => 'CD').join(':')
const sdp = (...lines: string[]): string => ['v=0', ...lines, 'm=audio 9', ''].join('\r\n')

it('[C5] reads the one fingerprint of a description, also where every line repeats it', () => {
  expect(fingerprintOf(sdp(`a=fingerprint:sha-256 ${ONE}`))).toBe(ONE)
  const twice = sdp(`a=fingerprint:sha-256 ${ONE}`, `a=fingerprint:SHA-256 ${ONE.toLowerCase()}`)
  expect(fingerprintOf(twice)).toBe(ONE)
})

it.each([
  ['none', sdp()],
  ['two that differ', sdp(`a=fingerprint:sha-256 ${ONE}`, `a=fingerprint:sha-256 ${OTHER}`)],
  ['one of a weak hash', sdp('a=fingerprint:sha-1 AB:CD')],
  ['a weak one beside a good one', sdp(`a=fingerprint:sha-256 ${ONE}`, 'a=fingerprint:sha-1 AB:CD')],
  ['one that is too short', sdp('a=fingerprint:sha-256 AB:CD')],
])('[C5] gives nothing for %s', (_name, description) => {
  expect(fingerprintOf(description)).toBeNull()
})
