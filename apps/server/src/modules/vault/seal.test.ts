import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { oldSeal } from '../../testing/old-format.ts'
import { open, randomDataKey, seal, sealBytes, type SealContext, SealError } from './seal.ts'

const key = randomDataKey('tenant')
const NOTHING = new Uint8Array()
const here: SealContext = { table: 'boards', row: 'a', column: 'sealed_scene', version: 2 }

describe('a sealed field', () => {
  test('opens to what was sealed, whatever it was', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(open(key, seal(key, text, here), here)).toBe(text)
      }),
    )
  })

  test.each<[string, Partial<SealContext>]>([
    ['row', { row: 'b' }],
    ['column', { column: 'sealed_name' }],
    ['table', { table: 'files' }],
    ['version', { version: 1 }],
  ])('[C28] does not open in another %s', (_place, elsewhere) => {
    expect(() => open(key, seal(key, 'text', here), { ...here, ...elsewhere })).toThrow(SealError)
  })

  test('[C28] does not open for another tenant', () => {
    expect(() => open({ ...key, tenant: 'another' }, seal(key, 'text', here), here)).toThrow(SealError)
  })

  test('opens as it was sealed before there were tenants and versions, in its own place only', () => {
    const sealed = oldSeal(key.secret, 'text', here).toString('base64')
    expect(open(key, sealed, here)).toBe('text')
    expect(() => open(key, sealed, { ...here, row: 'b' })).toThrow(SealError)
  })

  test('[C28] tells contexts apart that would read the same when joined', () => {
    const sealed = seal(key, 'text', { table: 't', row: 'a","b', column: 'c' })
    expect(() => open(key, sealed, { table: 't', row: 'a', column: 'b","c' })).toThrow(SealError)
  })

  test('[C27] does not open with another key', () => {
    expect(() => open(randomDataKey('tenant'), seal(key, 'text', here), here)).toThrow(SealError)
  })

  test('[C27] does not open when any one bit has changed, whatever was sealed', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, place) => {
        const changed = Buffer.from(seal(key, text, here), 'base64')
        const bit = place % (changed.length * 8)
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        expect(() => open(key, changed.toString('base64'), here)).toThrow(SealError)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each(['', 'AQ==', 'AQID'])('refuses what is too short to be one: "%s"', (sealed) => {
    expect(() => open(key, sealed, here)).toThrow(SealError)
  })

  test('[C28] opens in no other place of any tenant', { timeout: 60_000 }, () => {
    const names = fc.oneof(fc.constantFrom('a', 'b', ''), fc.string())
    const places = fc.record(
      { tenant: names, table: names, row: names, column: names, version: fc.nat() },
      { requiredKeys: ['tenant', 'table', 'row', 'column'] },
    )
    fc.assert(
      fc.property(places, places, ({ tenant, ...place }, { tenant: other, ...elsewhere }) => {
        fc.pre(!isDeepStrictEqual([tenant, place], [other, elsewhere]))
        const sealed = seal({ ...key, tenant }, 'text', place)
        expect(() => open({ ...key, tenant: other }, sealed, elsewhere)).toThrow(SealError)
        expect(open({ ...key, tenant }, sealed, place)).toBe('text')
      }),
      { numRuns: 1000 },
    )
  })

  test('[C29] has a nonce of its own, a million times', { timeout: 300_000 }, () => {
    const nonces = new Set<string>()
    for (let index = 0; index < 1_000_000; index += 1)
      nonces.add(sealBytes(key, NOTHING, here).toString('latin1', 1, 13))
    expect(nonces.size).toBe(1_000_000)
  })
})
