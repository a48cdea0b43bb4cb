import { BODY_SITES } from '@visita/clinical'
import { describe, expect, it } from 'vitest'
import sites from '../../locales/en/bodySites.json'
import { middleOf, shapesOf } from './body-shapes.ts'

const VIEWS = ['front', 'back'] as const
const middle = (view: 'front' | 'back', code: string) => {
  const shape = shapesOf(view).find((each) => each.code === code)
  if (shape === undefined) throw new Error(`${code} is not drawn`)
  return middleOf(shape)
}

describe('[X4] the body map', () => {
  it('draws every place of the body in every view in which it is seen, and each has a name', () => {
    for (const view of VIEWS) {
      const drawn = shapesOf(view)
      const seen = BODY_SITES.filter((site) => site.view === view || site.view === 'both')
      expect(drawn.map(({ code }) => code)).toEqual(seen.map(({ code }) => code))
      for (const { code, points } of drawn) expect([code, points.length > 3]).toEqual([code, true])
    }
    expect(Object.keys(sites.names).toSorted()).toEqual(BODY_SITES.map(({ code }) => code).toSorted())
  })

  it('has the patient’s left at the right of the picture from the front, and at the left from behind', () => {
    expect(middle('front', 'knee-left')[0]).toBeGreaterThan(0)
    expect(middle('front', 'knee-right')[0]).toBeLessThan(0)
    expect(middle('back', 'popliteal-left')[0]).toBeLessThan(0)
    expect(middle('back', 'ankle-right')[0]).toBeGreaterThan(0)
  })

  it('draws no two places with the same middle, so that pins of different places are told apart', () => {
    for (const view of VIEWS) {
      const middles = shapesOf(view).map((shape) => middleOf(shape).join())
      expect(new Set(middles).size).toBe(middles.length)
    }
  })
})
