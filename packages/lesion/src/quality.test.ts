import { describe, expect, test } from 'vitest'
import { faultsOf } from './index.ts'
import { lumaOf, type Pixels } from './pixels.ts'
import { lostByBlurring, middleOf } from './quality.ts'
import { aShot, photograph, type Shot, type Tone, TONES } from './synthetic/index.ts'

const taken = (tone: Tone, shot: Partial<Shot> = {}): Pixels =>
  photograph(
    { tone, lesion: { radiusMm: 10, redness: 0.9, seed: 5 }, marker: { at: { x: 24, y: -8 }, turn: 0.1 } },
    aShot(TONES.indexOf(tone) + 40, { exposure: 0, width: 800, height: 600, ...shot }),
  ).pixels

/** But that it is as small as is enough for these. */
const faults = (pixels: Pixels) => faultsOf(pixels, { withMarker: true }).filter((fault) => fault !== 'small')

const ofSize = (width: number, height: number): Pixels => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4).fill(128),
})

describe('[X4] a photograph', () => {
  // The same bounds for every tone: a check that sends back the dark ones is worse than none.
  test.each(TONES)('of skin of tone %s is fine when it is sharp, in dim and in strong light', (tone) => {
    for (const exposure of [-1.5, 0, 0.5])
      expect(faults(taken(tone, { exposure })), `${exposure}`).toEqual([])
  })

  test.each(TONES)('of skin of tone %s is blurred when it is, also in dim light', (tone) => {
    expect(faults(taken(tone, { exposure: -1.5, blur: 2 }))).toContain('blurred')
  })

  test.each(TONES)('of skin of tone %s is too dark when next to nothing is to be seen', (tone) => {
    expect(faultsOf(taken(tone, { exposure: -6 }), { withMarker: false })).toContain('too_dark')
  })

  test.each(TONES)('of skin of tone %s is too bright when the light has eaten it', (tone) => {
    expect(faultsOf(taken(tone, { exposure: 5 }), { withMarker: false })).toContain('too_bright')
  })

  test.each<[number, number, readonly string[]]>([
    [799, 600, ['too_small']],
    [800, 599, ['too_small']],
    [600, 800, ['small']],
    [1023, 768, ['small']],
    [768, 1024, []],
    [1024, 768, []],
  ])('of %i by %i is %j', (width, height, expected) => {
    const found = faultsOf(ofSize(width, height), { withMarker: false })
    expect(found.filter((fault) => fault.endsWith('small'))).toEqual(expected)
  })

  test('without the marker that should be in it says so', () => {
    const scene = { tone: 'III', lesion: { radiusMm: 10, redness: 0.9, seed: 5 }, marker: null } as const
    expect(faults(photograph(scene, aShot(3, { width: 800, height: 600 })).pixels)).toEqual(['no_marker'])
  })

  test('from afar or from too near says so', () => {
    expect(faults(taken('II', { acrossMm: 460 }))).toContain('too_far')
    const scene = {
      tone: 'II',
      lesion: { radiusMm: 3, redness: 0.9, seed: 5 },
      marker: { at: { x: -10, y: -10 }, turn: 0 },
    } as const
    expect(
      faults(
        photograph(
          scene,
          aShot(3, { acrossMm: 50, turn: 0, lookAt: { x: 0, y: 0 }, width: 800, height: 600 }),
        ).pixels,
      ),
    ).toContain('too_close')
  })

  test('loses less by blurring the more it was blurred before', () => {
    const lost = [0, 2, 4].map((blur) => lostByBlurring(middleOf(lumaOf(taken('IV', { blur })))))
    expect(lost).toEqual(lost.toSorted((a, b) => b - a))
  })
})
