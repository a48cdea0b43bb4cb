import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { oldSeal } from '../../testing/old-format.ts'
import { open, randomDataKey, seal, type SealContext, SealError } from './seal.ts'

const key = randomDataKey('tenant')
const here: SealContext = { table: 'boards', row: 'a', column: 'sealed_scene', version: 2 }

describe('a sealed field', () => {
  test('opens to what was sealed, whatever it was', { timeout: 20_000 }, () => {
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

  test('does not open when any one bit has changed', () => {
    const sealed = Buffer.from(seal(key, 'text', here), 'base64')
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const changed = Buffer.from(sealed)
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
        expect(() => open(key, changed.toString('base64'), here)).toThrow(SealError)
      }),
    )
  })

  test.each(['', 'AQ==', 'AQID'])('refuses what is too short to be one: "%s"', (sealed) => {
    expect(() => open(key, sealed, here)).toThrow(SealError)
  })

  test('[C29] looks different each time', () => {
    const sealed = new Set(Array.from({ length: 1000 }, () => seal(key, 'text', here).slice(0, 17)))
    expect(sealed.size).toBe(1000)
  })
})
