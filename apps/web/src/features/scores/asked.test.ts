import { evaluate, scoreCalled, SCORES, type Field, type ScoreDefinition } from '@visita/clinical'
import { describe, expect, test } from 'vitest'
import { answersTo, gradesOf, groupsOf, numberIn } from './asked.ts'

const called = (id: string): ScoreDefinition => {
  const score = scoreCalled(id)
  if (score === null) throw new Error(id)
  return score
}
const fieldOf = (id: string, field: string): Field => {
  const found = called(id).fields.find((each) => each.id === field)
  if (found === undefined) throw new Error(field)
  return found
}
const highest = (score: ScoreDefinition) => Object.fromEntries(score.fields.map(({ id, max }) => [id, max]))

describe('[X3] the form of a score', () => {
  test('offers grades to tap, half ones too, and a number to write where there are too many', () => {
    expect(gradesOf(fieldOf('pasi', 'head.area'), 'doctor')).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(gradesOf(fieldOf('easi', 'head.edema'), 'doctor')).toEqual([0, 0.5, 1, 1.5, 2, 2.5, 3])
    expect(gradesOf(fieldOf('salt', 'vertex.lost'), 'doctor')).toBeNull()
    expect(gradesOf(fieldOf('vasi', 'face.gone_10'), 'doctor')).toBeNull()
  })

  test('asks doctors for tenths of a scale and patients for whole numbers', () => {
    expect(gradesOf(fieldOf('scorad', 'itch'), 'doctor')).toBeNull()
    expect(gradesOf(fieldOf('po_scorad', 'itch'), 'patient')).toHaveLength(11)
  })

  test.each(SCORES.map(({ id }) => id))('of %s asks for all that the score needs, once', (id) => {
    const asked = groupsOf(called(id), {}).flatMap(({ fields }) => fields.map((field) => field.id))
    expect(asked.toSorted()).toEqual(
      called(id)
        .fields.map((field) => field.id)
        .toSorted(),
    )
    for (const field of called(id).fields)
      for (const grade of gradesOf(field, called(id).by) ?? []) {
        const { kind } = evaluate(called(id), { ...highest(called(id)), [field.id]: grade })
        // More hands of skin than a body has are no fault of one field.
        expect(['scored', 'impossible']).toContain(kind)
      }
  })

  test('asks for no signs of a region of which nothing is affected, and sends none that were tapped before', () => {
    const answers = { ...highest(called('pasi')), 'trunk.area': 0 }
    const trunk = groupsOf(called('pasi'), answers).find(({ region }) => region === 'trunk')
    expect(trunk?.fields.map(({ id }) => id)).toEqual(['trunk.area'])
    expect(answersTo(called('pasi'), answers)).not.toHaveProperty('trunk.erythema')
    expect(answersTo(called('pasi'), answers)).toMatchObject({ 'trunk.area': 0, 'head.erythema': 4 })
  })

  test('reads numbers with a point or a comma, and takes nothing else for one', () => {
    expect(['', ' 4 ', '2,5', '2.5', '1e2', '-1', 'few'].map(numberIn)).toEqual([
      undefined,
      4,
      2.5,
      2.5,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
  })
})
