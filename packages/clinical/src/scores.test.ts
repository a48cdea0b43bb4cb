import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areaGrade } from './area-severity.ts'
import { BODY_SITES, regionOf } from './body-sites.ts'
import {
  type Answers,
  changeBetween,
  evaluate,
  type Field,
  hasResponded,
  isSpared,
  type ScoreDefinition,
} from './definition.ts'
import { easiAt } from './easi.ts'
import { isSuccess } from './global-assessment.ts'
import { SCORES, scoreCalled } from './scores.ts'
import { scoresFor } from './suggested.ts'

const called = (id: string): ScoreDefinition => {
  const score = scoreCalled(id)
  if (score === null) throw new Error(id)
  return score
}
const answering = (score: ScoreDefinition, answer: (field: Field) => number): Answers =>
  Object.fromEntries(score.fields.map((field) => [field.id, answer(field)]))
const highest = (score: ScoreDefinition): Answers => answering(score, ({ max }) => max)
const inOrder = (score: ScoreDefinition, values: readonly number[]): Answers =>
  Object.fromEntries(score.fields.map(({ id }, index) => [id, values[index]]))
const pointsOf = (score: ScoreDefinition, answers: Answers): number | null => {
  const outcome = evaluate(score, answers)
  return outcome.kind === 'scored' ? outcome.points : null
}
const bandFor = (id: string, answers: Answers): string | null => {
  const outcome = evaluate(called(id), answers)
  return outcome.kind === 'scored' ? outcome.band : null
}

const regionFor = (score: 'pasi' | 'vasi', code: string) => {
  const found = BODY_SITES.find((each) => each.code === code)
  return found === undefined ? null : regionOf(score, found)
}

describe('[X3] worked examples', () => {
  test('PASI, its head not at the highest, is 71.4, and at the highest 72', () => {
    const head = { 'head.erythema': 3, 'head.induration': 4, 'head.desquamation': 4, 'head.area': 6 }
    expect(pointsOf(called('pasi'), { ...highest(called('pasi')), ...head })).toBe(71.4)
    expect(pointsOf(called('pasi'), highest(called('pasi')))).toBe(72)
  })

  test('EASI has other weights below the age of eight: more head, less leg', () => {
    const headOnly = answering(easiAt(7), ({ region, max }) => (region === 'head' ? max : 0))
    expect([pointsOf(easiAt(7), headOnly), pointsOf(easiAt(8), headOnly)]).toEqual([14.4, 7.2])
    for (const years of [7, 8]) expect(pointsOf(easiAt(years), highest(easiAt(years)))).toBe(72)
  })

  test('SCORAD of A 40, B 9 and C 10 is 49.5, and PO-SCORAD reckons alike', () => {
    const answers = inOrder(called('scorad'), [40, 3, 3, 3, 0, 0, 0, 4, 6])
    for (const id of ['scorad', 'po_scorad']) expect(pointsOf(called(id), answers)).toBe(49.5)
    expect(bandFor('scorad', answers)).toBe('moderate')
  })

  test.each([
    ['dlqi', [3, 3, 3, 3, 3, 3, 3, 3, 3, 3], 30],
    ['uas7', [3, 3, 2, 3, 2, 2, 1, 2, 0, 1, 3, 3, 2, 3], 30],
    ['ihs4', [3, 2, 1], 11],
    ['gags', [3, 2, 2, 1, 1, 4], 28],
    ['salt', [50, 10, 25, 25], 31.4],
    ['mmasi', [6, 4, 6, 4, 6, 4, 6, 4], 24],
    ['seven_point', [1, 0, 0, 8, 0, 0, 0], 3],
    ['abcde', [0, 0, 0, 0, 6], 0],
    ['abcde', [0, 0, 0, 0, 7], 1],
  ])('%s of %j is %d', (id, values, points) => {
    expect(pointsOf(called(id), inOrder(called(id), values))).toBe(points)
  })

  test('VASI adds patches of different grades in one region', () => {
    expect(pointsOf(called('vasi'), { 'hands.gone_50': 3, 'hands.gone_75': 4 })).toBe(4.5)
    const twice = { 'trunk.gone_100': 60, 'lower_limbs.gone_100': 60 }
    expect(evaluate(called('vasi'), twice)).toEqual({ kind: 'impossible' })
  })

  test('TDS: of the 810 combinations 365 are benign, 136 suspicious and 309 malignant', () => {
    const bands: (string | null)[] = []
    for (let a = 0; a <= 2; a += 1)
      for (let b = 0; b <= 8; b += 1)
        for (let c = 1; c <= 6; c += 1)
          for (let d = 1; d <= 5; d += 1) bands.push(bandFor('tds', inOrder(called('tds'), [a, b, c, d])))
    const count = (band: string) => bands.filter((each) => each === band).length
    expect(['benign', 'suspicious', 'malignant'].map(count)).toEqual([365, 136, 309])
  })

  test('the area grade changes at 10, 30, 50, 70 and 90 per cent', () => {
    expect([0, 0.5, 9.9, 10, 29, 30, 50, 70, 89, 90, 100].map(areaGrade)).toEqual([
      0, 1, 1, 2, 2, 3, 4, 5, 5, 6, 6,
    ])
  })
})

test('[X3] objective SCORAD and facial VASI are told beside the total', () => {
  const outcome = evaluate(called('scorad'), inOrder(called('scorad'), [40, 3, 3, 3, 0, 0, 0, 4, 6]))
  expect(outcome).toMatchObject({ points: 49.5, parts: { objective: 39.5 } })
  expect(evaluate(called('vasi'), { 'face.gone_50': 1, 'hands.gone_50': 3 })).toMatchObject({
    points: 2,
    parts: { face: 0.5 },
  })
})

describe('[X3] traps', () => {
  test('PASI knows no itch, and GAGS takes no counts', () => {
    expect(evaluate(called('pasi'), { itch: 3 })).toEqual({ kind: 'out_of_range', fields: ['itch'] })
    expect(evaluate(called('gags'), { 'nose.worst': 12 })).toEqual({
      kind: 'out_of_range',
      fields: ['nose.worst'],
    })
  })

  test('PASI gives the axilla to the trunk and the buttock to the leg, VASI the axilla to the arm', () => {
    expect([regionFor('pasi', 'axilla-left'), regionFor('vasi', 'axilla-left')]).toEqual([
      'trunk',
      'upper_limbs',
    ])
    expect(regionFor('pasi', 'buttock-left')).toBe('lower_limbs')
    expect(BODY_SITES).toHaveLength(86)
  })

  test('one missing answer of DLQI and POEM counts nought, with two there is no total', () => {
    for (const id of ['dlqi', 'poem']) {
      const { q1: _first, ...without } = highest(called(id))
      expect(evaluate(called(id), without).kind).toBe('scored')
      const { q2: _second, ...withoutTwo } = without
      expect(evaluate(called(id), withoutTwo)).toEqual({ kind: 'incomplete', fields: ['q1', 'q2'] })
    }
  })

  test('a region without disease needs no signs, and an empty form has no total', () => {
    const areas = { 'head.area': 0, 'upper_limbs.area': 0, 'trunk.area': 0, 'lower_limbs.area': 0 }
    expect(pointsOf(called('pasi'), areas)).toBe(0)
    for (const score of SCORES) expect(evaluate(score, {}).kind).toBe('incomplete')
  })
})

describe('[X3] change', () => {
  test('is judged by the minimal important change, where there is one', () => {
    expect(changeBetween(called('dlqi'), 12, 8)).toBe('better')
    expect(changeBetween(called('dlqi'), 12, 9)).toBe('about_the_same')
    expect(changeBetween(called('pasi'), 100, 50)).toBe('better')
    expect(changeBetween(called('pasi'), 0, 50)).toBe('not_judged')
    expect(changeBetween(called('hurley'), 2, 1)).toBe('not_judged')
  })

  test('PASI 75 needs something to have been there, IGA success both a grade and a drop', () => {
    expect([hasResponded(75, 100, 25), hasResponded(75, 100, 26), hasResponded(75, 0, 0)]).toEqual([
      true,
      false,
      false,
    ])
    expect([isSuccess(3, 1), isSuccess(2, 1), isSuccess(4, 2)]).toEqual([true, false, false])
  })
})

const answersTo = (score: ScoreDefinition): fc.Arbitrary<Answers> =>
  fc.record(
    Object.fromEntries(
      score.fields.map(({ id, min, max, step }) => [
        id,
        fc
          .integer({ min: Math.round(min / step), max: Math.round(max / step) })
          .map((steps) => Math.round(steps * step * 10) / 10),
      ]),
    ),
  )

describe.each(SCORES.map((score) => [score.id, score] as const))(
  '[X3] %s, whatever is answered',
  (_id, score) => {
    // Of VASI most answers name more skin than there is.
    const possible = score.id === 'vasi' ? answersTo(score).map(smaller) : answersTo(score)

    test('stays in its range, in whole units, and in a band where it has bands', () => {
      fc.assert(
        fc.property(possible, (answers) => {
          const outcome = evaluate(score, answers)
          if (outcome.kind !== 'scored') throw new Error(outcome.kind)
          expect(Number.isInteger(outcome.units)).toBe(true)
          expect(outcome.points).toBeGreaterThanOrEqual(score.range.min)
          expect(outcome.points).toBeLessThanOrEqual(score.range.max)
          expect(outcome.band === null).toBe(score.bands.length === 0)
        }),
      )
    })

    test('never falls when one answer is worse', () => {
      fc.assert(
        fc.property(possible, fc.nat(score.fields.length - 1), (answers, index) => {
          const field = score.fields[index]
          const value = field === undefined ? 0 : (answers[field.id] ?? 0)
          if (field === undefined || value + field.step > field.max) return
          const worse = { ...answers, [field.id]: Math.round((value + field.step) * 10) / 10 }
          expect(pointsOf(score, worse) ?? Infinity).toBeGreaterThanOrEqual(pointsOf(score, answers) ?? 0)
        }),
      )
    })
  },
)

function smaller(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).map(([id, value = 0]) => [id, Math.floor(value / 45)]))
}

const sparedIn = (id: string, answers: Answers): string[] =>
  called(id)
    .fields.filter((field) => isSpared(called(id), field, answers))
    .map((field) => field.id)
const idsFor = (codes: readonly string[], complaint: string): string[] =>
  scoresFor(codes, complaint).map(({ id }) => id)

describe('[X3] what a form shows', () => {
  test('the signs of a region are spared where nothing of it is affected, and never before that is known', () => {
    expect(sparedIn('pasi', {})).toEqual([])
    expect(sparedIn('pasi', { 'head.area': 0 })).toEqual([
      'head.erythema',
      'head.induration',
      'head.desquamation',
    ])
    // Needed or not, all of it can be answered.
    expect(sparedIn('vasi', { 'face.gone_10': 0 })).toEqual([])
  })

  test('scores are suggested by the diagnoses, without one by the complaint, and each that is suggested exists', () => {
    expect(idsFor(['L40.0'], 'rash')).toEqual(['pasi', 'dlqi', 'pga', 'itch_nrs'])
    expect(idsFor(['L40.0', 'L73.2'], 'rash')).toContain('hurley')
    expect(idsFor(['B86'], 'mole')).toEqual(['seven_point', 'abcde', 'tds'])
    expect(idsFor([], 'nail')).toEqual([])
  })
})
