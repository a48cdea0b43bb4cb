import { roomIdSchema } from '@visita/protocol'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { commitmentTo, newNonce, safetyCode, type SafetyPart } from './safety-code.ts'

const ROOM = roomIdSchema.parse('room-00000000000000000001')
const aPart = (byte: string): SafetyPart => ({
  fingerprint: Array.from({ length: 32 }, () => byte.toUpperCase()).join(':'),
  nonce: byte.repeat(32),
})

it('[X6] gives these codes for these ends, and goes on doing so', async () => {
  expect(await safetyCode(ROOM, [aPart('00'), aPart('ff')])).toMatchInlineSnapshot(`
    [
      "260",
      "826",
      "322",
      "114",
    ]
  `)
  expect(await safetyCode(ROOM, [aPart('12'), aPart('34')])).toMatchInlineSnapshot(`
    [
      "691",
      "499",
      "600",
      "942",
    ]
  `)
  expect(await commitmentTo('00'.repeat(32))).toMatchInlineSnapshot(
    `"df585cc7be11176c4962d52d44ae83e9e97419c5085d823e2e38406901646930"`,
  )
})

it('[X6] is four groups of three digits, the same whichever end is named first', async () => {
  const part = fc.record({ fingerprint: fc.string(), nonce: fc.string() })
  await fc.assert(
    fc.asyncProperty(part, part, async (one, other) => {
      const code = await safetyCode(ROOM, [one, other])
      expect(code.join(' ')).toMatch(/^\d{3} \d{3} \d{3} \d{3}$/)
      expect(await safetyCode(ROOM, [other, one])).toEqual(code)
    }),
    { seed: 1, numRuns: 50 },
  )
})

it('[X6, C5] is another one for another room, another certificate and another nonce', async () => {
  const [one, other] = [aPart('12'), aPart('34')]
  const codes = await Promise.all([
    safetyCode(ROOM, [one, other]),
    safetyCode(roomIdSchema.parse('room-00000000000000000002'), [one, other]),
    safetyCode(ROOM, [one, { ...other, fingerprint: aPart('35').fingerprint }]),
    safetyCode(ROOM, [one, { ...other, nonce: aPart('35').nonce }]),
  ])
  expect(new Set(codes.map((code) => code.join())).size).toBe(codes.length)
})

it('a nonce is 32 bytes and comes once', () => {
  expect(newNonce()).toMatch(/^[0-9a-f]{64}$/)
  expect(newNonce()).not.toBe(newNonce())
})
