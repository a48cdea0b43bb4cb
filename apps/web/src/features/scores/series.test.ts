import { scoreCalled, type ScoreDefinition } from '@visita/clinical'
import { lesionIdSchema, personIdSchema, scoreIdSchema, type Score } from '@visita/protocol'
import { describe, expect, test } from 'vitest'
import { judged, seriesOf } from './series.ts'

const called = (id: string): ScoreDefinition => {
  const score = scoreCalled(id)
  if (score === null) throw new Error(id)
  return score
}

let at = 0
const aScore = (change: Partial<Score> = {}): Score => ({
  id: scoreIdSchema.parse(crypto.randomUUID()),
  instrument: 'pasi',
  version: 1,
  answers: {},
  lesion: null,
  on: '2026-03-02',
  units: 120,
  points: 12,
  band: 'moderate_to_severe',
  parts: {},
  series: 'doctor',
  by: { id: personIdSchema.parse(crypto.randomUUID()), displayName: 'Flora Beispiel' },
  at: (at += 1),
  replaces: null,
  ...change,
})

describe('[X3] a series of scores', () => {
  test('is of one instrument, one version and one lesion: others are never on one line', () => {
    const lesion = lesionIdSchema.parse(crypto.randomUUID())
    const scores = [
      aScore(),
      aScore({ version: 2 }),
      aScore({ instrument: 'scorad' }),
      aScore({ instrument: 'po_scorad', series: 'patient' }),
      aScore({ instrument: 'tds', lesion }),
      aScore({ instrument: 'tds', lesion: lesionIdSchema.parse(crypto.randomUUID()) }),
      aScore(),
    ]
    const series = seriesOf(scores)
    expect(series.map(({ all }) => all.length)).toEqual([2, 1, 1, 1, 1, 1])
    expect(series[0]?.definition).toBe(called('pasi'))
    // What the page does not know it does not judge.
    expect(series.find(({ all }) => all[0]?.version === 2)?.definition).toBeNull()
  })

  test('has what was replaced in its table and not in its course', () => {
    const wrong = aScore()
    const right = aScore({ replaces: wrong.id, units: 20 })
    const [series] = seriesOf([wrong, right])
    expect(series?.standing).toEqual([right])
    expect(series?.all).toEqual([wrong, right])
  })
})

describe('[X3] a change', () => {
  test('in points is told with the one that counts', () => {
    expect(judged(called('dlqi'), 12, 6)).toEqual({ key: 'better.units', values: { by: '6', least: '4' } })
    expect(judged(called('dlqi'), 6, 9)).toMatchObject({ key: 'about_the_same.units', values: { by: '3' } })
    expect(judged(called('easi'), 0, 133)).toMatchObject({
      key: 'worse.units',
      values: { by: '6.65', least: '6.6' },
    })
  })

  test('in per cent is rounded down, so that what does not count never reads as if it did', () => {
    expect(judged(called('pasi'), 720, 360)).toMatchObject({ key: 'better.percent', values: { by: '50' } })
    expect(judged(called('pasi'), 720, 361)).toEqual({
      key: 'about_the_same.percent',
      values: { by: '49', least: '50' },
    })
    expect(judged(called('pasi'), 0, 10).key).toBe('fromNothing')
    expect(judged(called('pasi'), 0, 0).key).toBe('equal')
  })

  test('is not judged where nobody has established what counts', () => {
    expect(judged(called('salt'), 5000, 4000)).toEqual({ key: 'lower', values: { by: '10', least: '' } })
    expect(judged(called('salt'), 4000, 5000).key).toBe('higher')
    expect(judged(called('salt'), 4000, 4000).key).toBe('equal')
  })
})
