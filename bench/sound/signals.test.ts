import { expect, test } from 'vitest'
import { hum, joined, lagOf, likenessOf, RATE, seeded, whiteNoise, withNoise } from './signals.ts'

const LENGTH = 2 * RATE
const aVoice = () => whiteNoise(LENGTH, seeded(1))

test('a sound with noise has the SI-SDR that it was mixed with, at any loudness', () => {
  const voice = aVoice()
  const noisy = withNoise(voice, whiteNoise(LENGTH, seeded(2)), 5)
  expect(likenessOf(voice, noisy, 0).siSdr).toBeCloseTo(5, 1)
  expect(
    likenessOf(
      voice,
      noisy.map((sample) => sample / 3),
      0,
    ).siSdr,
  ).toBeCloseTo(5, 1)
})

test('the level is that of the voice alone', () => {
  const voice = aVoice()
  const noisy = withNoise(voice, hum(LENGTH), 0).map((sample) => sample / 2)
  expect(likenessOf(voice, noisy, 0).level).toBeCloseTo(-6, 0)
})

test('a delay is found to the sample and costs nothing', () => {
  const voice = aVoice()
  const late = joined([new Float32Array(977), withNoise(voice, hum(LENGTH), 10)])
  expect(lagOf(voice, late, 2_000)).toBe(977)
  expect(likenessOf(voice, late, 2_000).siSdr).toBeCloseTo(10, 1)
})

test('the same seed gives the same noise, and another another', () => {
  expect(whiteNoise(50, seeded(7))).toEqual(whiteNoise(50, seeded(7)))
  expect(whiteNoise(50, seeded(7))).not.toEqual(whiteNoise(50, seeded(8)))
})
