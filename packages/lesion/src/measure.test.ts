import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findMarker, hasChanged, measure, proposedOutline, scaleOfMarker, scaleOfRuler } from './index.ts'
import { apply } from './homography.ts'
import {
  aShot,
  photograph,
  randomFrom,
  type Shot,
  type Tone,
  TONES,
  trueAreaMm2,
  trueOutline,
} from './synthetic/index.ts'

/** A course of healing. */
const WEEKS = [15, 13, 11, 9, 7, 5] as const

const sceneOf = (tone: Tone, week: number, marker: { x: number; y: number } | null = { x: 24, y: -8 }) => ({
  tone,
  lesion: { radiusMm: WEEKS[week] ?? 15, redness: 1 - week * 0.08, seed: 11 + TONES.indexOf(tone) },
  marker: marker && { at: marker, turn: 0.1 * week },
})

const shotOf = (tone: Tone, week: number, given: Partial<Shot> = {}) =>
  aShot(100 * TONES.indexOf(tone) + week, { width: 640, height: 480, ...given })

/** As a hand follows a border: now inside, now outside of it, never far. */
function drawn(outline: readonly { x: number; y: number }[], seed: number) {
  const random = randomFrom(seed)
  return outline.map(({ x, y }) => ({ x: x + random() * 3 - 1.5, y: y + random() * 3 - 1.5 }))
}

interface Errors {
  byHand: number
  proposed: number
}

function errorsOf(tone: Tone, week: number): Errors {
  const scene = sceneOf(tone, week)
  const { pixels, toPicture } = photograph(scene, shotOf(tone, week))
  const marker = findMarker(pixels)
  const truth = trueAreaMm2(scene.lesion)
  const off = (outline: readonly { x: number; y: number }[] | null): number => {
    const size = measure(outline ?? [], marker)
    return size.measured ? Math.abs(size.areaMm2 / truth - 1) : Number.NaN
  }
  const border = trueOutline(scene.lesion, 60).map((point) => apply(toPicture, point))
  return {
    byHand: off(drawn(border, week)),
    proposed: off(proposedOutline(pixels, marker, apply(toPicture, { x: 0, y: 0 }))),
  }
}

const of = (areaMm2: number) => ({ areaMm2, error: 0.1 })

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length

describe('[X4] the area of a lesion beside a marker', () => {
  test.each(TONES)('on skin of tone %s, in six weeks, is the true one', (tone) => {
    const errors = WEEKS.map((_, week) => errorsOf(tone, week))
    for (const found of [errors.map(({ byHand }) => byHand), errors.map(({ proposed }) => proposed)]) {
      expect(mean(found)).toBeLessThanOrEqual(0.03)
      expect(Math.max(...found)).toBeLessThanOrEqual(0.08)
    }
  })

  test('is no number without a marker, and says why', () => {
    const outline = trueOutline(sceneOf('III', 0).lesion)
    expect(measure(outline, null)).toEqual({ measured: false, why: 'no_scale' })
  })

  test.each([
    ['no marker is there', null],
    ['it is cut off at the right', { x: 45, y: 3 }],
    ['it is cut off at the top', { x: 5, y: -34 }],
  ])('a marker is not found when %s', (_what, at) => {
    const scene = sceneOf('II', 4, at)
    const { pixels } = photograph(scene, shotOf('II', 4, { turn: 0, acrossMm: 90 }))
    expect(findMarker(pixels)).toBeNull()
  })

  test('a marker of which a cell is covered is not found', () => {
    const { pixels } = photograph(sceneOf('V', 4), shotOf('V', 4))
    const [first] = findMarker(pixels)?.corners ?? []
    const hidden = { ...pixels, data: Uint8ClampedArray.from(pixels.data) }
    for (let y = -6; y < 20; y += 1) {
      const from = ((Math.round(first?.y ?? 0) + y) * pixels.width + Math.round(first?.x ?? 0) - 6) * 4
      hidden.data.fill(190, from, from + 26 * 4)
    }
    expect(first).toBeDefined()
    expect(findMarker(hidden)).toBeNull()
  })

  test('is found whichever way the marker lies', () => {
    for (const turn of [0, 0.8, Math.PI / 2, 2.4, Math.PI, -1.2]) {
      const scene = { ...sceneOf('IV', 4), marker: { at: { x: 2, y: 8 }, turn: 0 } }
      const { pixels } = photograph(scene, shotOf('IV', 4, { turn, acrossMm: 120 }))
      expect([turn, findMarker(pixels) !== null]).toEqual([turn, true])
    }
  })

  test('is refused where the outline is no outline', () => {
    const { pixels } = photograph(sceneOf('I', 4), shotOf('I', 4))
    const marker = findMarker(pixels)
    const bow = [
      { x: 0, y: 0 },
      { x: 10, y: 10 },
      { x: 10, y: 0 },
      { x: 0, y: 10 },
    ]
    expect(measure(bow, marker)).toEqual({ measured: false, why: 'crosses_itself' })
    expect(measure(bow.slice(0, 2), marker)).toEqual({ measured: false, why: 'too_few_points' })
  })

  test('has the error of paper at least, and more where a pixel is coarse', () => {
    const { pixels, toPicture } = photograph(sceneOf('I', 4), shotOf('I', 4))
    const errorOf = (radiusMm: number): number => {
      const outline = trueOutline({ radiusMm, redness: 1, seed: 1 }).map((point) => apply(toPicture, point))
      const size = measure(outline, findMarker(pixels))
      return size.measured ? size.error : 0
    }
    expect(errorOf(15)).toBeGreaterThanOrEqual(0.1)
    expect(errorOf(1)).toBeGreaterThan(errorOf(15))
  })

  test('is the same by the corners of the marker as by the marker itself, as a kept outline is looked at again', () => {
    const { pixels, toPicture } = photograph(sceneOf('II', 2), shotOf('II', 2))
    const marker = findMarker(pixels)
    if (marker === null) throw new Error('no marker')
    const outline = trueOutline(sceneOf('II', 2).lesion).map((point) => apply(toPicture, point))
    const [one, other] = [measure(outline, marker), measure(outline, scaleOfMarker(marker.corners))]
    if (!one.measured || !other.measured) throw new Error('not measured')
    expect(other.areaMm2).toBeCloseTo(one.areaMm2, 6)
    expect(other.error).toBe(one.error)
  })

  test('by a ruler is more uncertain than by the marker, the more the shorter the piece is', () => {
    const square = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 100 },
      { x: 0, y: 100 },
    ]
    const by = (length: number) =>
      measure(square, scaleOfRuler({ x: 0, y: 0 }, { x: length, y: 0 }, length / 10))
    const [long, short] = [by(400), by(20)]
    if (!long.measured || !short.measured) throw new Error('not measured')
    expect([long.areaMm2, long.longestMm]).toEqual([
      expect.closeTo(100, 6),
      expect.closeTo(Math.hypot(10, 10), 6),
    ])
    expect(long.error).toBeGreaterThan(0.11)
    expect(short.error).toBeGreaterThan(long.error)
    expect(measure(square, scaleOfRuler({ x: 5, y: 5 }, { x: 6, y: 5 }, 10))).toMatchObject({
      why: 'no_scale',
    })
    expect(scaleOfRuler({ x: 0, y: 0 }, { x: 90, y: 0 }, 0)).toBeNull()
  })

  test('has changed only by more than both errors', () => {
    expect(hasChanged(of(100), of(110))).toBe(false)
    expect(hasChanged(of(100), of(130))).toBe(true)
    expect(hasChanged(of(100), of(75))).toBe(true)
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e4, noNaN: true }),
        fc.double({ min: 1, max: 1e4, noNaN: true }),
        (a, b) => {
          expect(hasChanged(of(a), of(b))).toBe(hasChanged(of(b), of(a)))
        },
      ),
    )
  })
})
