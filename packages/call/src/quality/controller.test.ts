import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BEGINNING, steer, type Control } from './controller.ts'
import type { Sample } from './sample.ts'

const GOOD: Sample = {
  sentLoss: 0,
  receivedLoss: 0,
  roundTrip: 0.05,
  available: 1_500_000,
  pictureBits: 1_200_000,
  heldByLine: false,
}
const BAD: Sample = { ...GOOD, sentLoss: 0.5, available: 50_000 }

const after = (samples: readonly Sample[], from: Control = BEGINNING): Control => samples.reduce(steer, from)
const seconds = (count: number, sample: Sample): Sample[] => Array.from({ length: count }, () => sample)

describe('a line that gets worse', () => {
  it('[B5] steps down to a small picture and then to the voice alone', () => {
    expect(after(seconds(3, BAD))).toMatchObject({ level: 'small', verdict: 'weak' })
    expect(after(seconds(6, BAD))).toMatchObject({ level: 'paused', verdict: 'voice_only' })
  })

  it('[B5] keeps the whole picture through two bad seconds and through a tenth of lost packets', () => {
    expect(after([BAD, BAD, GOOD, BAD, BAD]).level).toBe('full')
    expect(after(seconds(60, { ...GOOD, sentLoss: 0.1 }))).toMatchObject({ level: 'full', verdict: 'weak' })
  })
})

describe('a line that is good again', () => {
  it('[B5] has the whole picture after three calm seconds, also where it was weak from the beginning', () => {
    const small = after(seconds(3, BAD))
    expect(after(seconds(2, GOOD), small).level).toBe('small')
    expect(after(seconds(3, GOOD), small).level).toBe('full')
  })

  it('[B5] comes back from the voice alone to the whole picture by itself', () => {
    const paused = after(seconds(6, BAD))
    expect(after(seconds(2 * paused.hold, GOOD), paused)).toMatchObject({ level: 'full', verdict: 'good' })
  })

  it('[B5] never steps down while it stays good, from wherever it is', () => {
    const history = fc.array(fc.constantFrom(GOOD, BAD), { maxLength: 120 })
    const order = ['paused', 'small', 'full']
    fc.assert(
      fc.property(history, (samples) => {
        let control = after(samples)
        for (const sample of seconds(130, GOOD)) {
          const next = steer(control, sample)
          expect(order.indexOf(next.level)).toBeGreaterThanOrEqual(order.indexOf(control.level))
          control = next
        }
        expect(control.level).toBe('full')
      }),
    )
  })
})

describe('a line that carries only the small picture', () => {
  it('[B5] tries the whole picture ever more rarely', () => {
    let control = BEGINNING
    const tries: number[] = []
    for (let second = 0; second < 600; second += 1) {
      const next = steer(control, control.level === 'full' ? BAD : GOOD)
      if (next.level === 'full' && control.level === 'small') tries.push(second)
      control = next
    }
    const pauses = tries.slice(1).map((second, index) => second - (tries[index] ?? 0))
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(60)
  })
})

describe('a thin line that loses nothing', () => {
  const THIN: Sample = { ...GOOD, available: 380_000, pictureBits: 300_000, heldByLine: true }

  it('[B7] is called weak once it has held the picture back for some seconds, and no longer than that', () => {
    expect(after(seconds(5, THIN))).toMatchObject({ level: 'full', verdict: 'good' })
    expect(after(seconds(6, THIN))).toMatchObject({ level: 'full', verdict: 'weak' })
    expect(after([...seconds(6, THIN), GOOD]).verdict).toBe('good')
  })

  it('[B7] is called good where the picture only grows, or the device holds it back', () => {
    expect(after(seconds(20, { ...THIN, available: 900_000 })).verdict).toBe('good')
    expect(after(seconds(20, { ...THIN, heldByLine: false })).verdict).toBe('good')
  })
})
