import { type CaseEntry, entryIdSchema, personIdSchema } from '@visita/protocol'
import { describe, expect, test } from 'vitest'
import { courseOf, faultAfter } from './course.ts'
import type { StoredEntry } from './entry-repository.ts'

const authorId = personIdSchema.parse('00000000-0000-4000-8000-000000000001')
const idOf = (number: number) => entryIdSchema.parse(`00000000-0000-4000-8000-0000000000${10 + number}`)
const written = (number: number, entry: CaseEntry): StoredEntry => ({
  id: idOf(number),
  authorId,
  at: number,
  entry,
})
const treated = (number: number, from: string): StoredEntry =>
  written(number, { kind: 'treatment', what: `Cream ${number}`, code: null, from })
const stopped = (number: number, treatment: number): StoredEntry =>
  written(number, {
    kind: 'treatment_stop',
    treatment: idOf(treatment),
    to: '2026-05',
    reason: 'no_effect',
    text: '',
  })

describe('[B27] the course of a case', () => {
  test('has each treatment with its end, those that began last first', () => {
    const entries = [treated(1, '2026-01'), treated(2, '2026'), treated(3, '2026-03-14'), stopped(4, 1)]
    const { treatments } = courseOf(entries)
    expect(treatments.map(({ begun, end }) => [begun.id, end?.entry.reason ?? null])).toEqual([
      [idOf(3), null],
      [idOf(1), 'no_effect'],
      [idOf(2), null],
    ])
  })

  test('ends only what has begun, as what it is, and once', () => {
    const entries = [
      treated(1, '2026'),
      written(2, {
        kind: 'diagnosis',
        code: 'L40.0',
        label: 'Psoriasis',
        certainty: 'probable',
        from: '2026',
      }),
    ]
    expect(faultAfter(entries, stopped(3, 1).entry)).toBeNull()
    expect(faultAfter([...entries, stopped(3, 1)], stopped(4, 1).entry)).toBe('conflict')
    expect(faultAfter(entries, stopped(3, 2).entry)).toBe('bad_request')
    expect(faultAfter(entries, stopped(3, 9).entry)).toBe('bad_request')
    expect(
      faultAfter(entries, { kind: 'diagnosis_end', diagnosis: idOf(2), to: '2026', why: 'wrong' }),
    ).toBeNull()
  })
})
