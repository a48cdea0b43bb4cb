import { SCORES } from '@visita/clinical'
import { describe, expect, test } from 'vitest'
import scores from '../../locales/en/scores.json'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import { gradesOf } from './asked.ts'
import { patientWordsOf, wordsOf } from './words.ts'

addTexts('scores', scores)
const t = useTexts('scores')

describe('[X3] the words of scores', () => {
  test.each(SCORES.map((score) => [score.id, score] as const))(
    '%s has all that its form says',
    (id, score) => {
      const words = wordsOf(t, id)
      const said = [
        t(`name.${id}.short`),
        t(`name.${id}.long`),
        ...score.bands.map((band) => words.band(band.id)),
        ...(score.by === 'doctor' ? score.fields.map(words.field) : []),
        ...(score.by === 'doctor'
          ? score.fields.flatMap(({ region }) => (region ? [words.region(region)] : []))
          : []),
        ...(score.isPossible ? [t(`impossible.${id}`)] : []),
        ...Object.keys(score.parts ?? {}).map((part) => t(`part.${part}`)),
      ]
      expect(said.filter((text) => /^(name|band|field|region|part|impossible)\./.test(text))).toEqual([])
    },
  )

  test('a grade has its number at least, and the share of an area its per cent', () => {
    const pasi = SCORES.find(({ id }) => id === 'pasi')
    const area = pasi?.fields.find(({ id }) => id === 'trunk.area')
    if (pasi === undefined || area === undefined) throw new Error('no PASI')
    const words = wordsOf(t, 'pasi')
    expect(gradesOf(area, 'doctor')?.map((grade) => words.grade(area, grade))).toContain('10–29 %')
    expect(words.grade({ ...area, id: 'trunk.unheard', max: 5 }, 3)).toBeNull()
  })

  const asked = SCORES.filter(({ by, officialWording }) => by === 'patient' && !officialWording)
  test.each(asked.map((score) => [score.id, score] as const))(
    'a patient is asked %s in whole sentences, and every answer but those of a scale from nought to ten has words',
    (_id, score) => {
      const words = patientWordsOf(t, score, '2026-03-09')
      const said = score.fields.map(words.field)
      expect(said.filter((text) => !text.includes('?'))).toEqual([])
      const answers = score.fields.flatMap((field) => {
        const grades = gradesOf(field, 'patient')
        return grades === null || grades.length > 7 ? [] : grades.map((grade) => words.grade(field, grade))
      })
      expect(answers.filter((answer) => answer === null || answer.startsWith('grade.'))).toEqual([])
    },
  )

  test('the seven days of the hives end with yesterday', () => {
    const uas7 = SCORES.find(({ id }) => id === 'uas7')
    if (uas7 === undefined) throw new Error('no UAS7')
    const { region } = patientWordsOf(t, uas7, '2026-03-09')
    expect([region('day1'), region('day7')]).toEqual(
      ['2026-03-02', '2026-03-08'].map((day) =>
        new Date(day).toLocaleDateString([], {
          weekday: 'long',
          day: 'numeric',
          month: 'long',
          timeZone: 'UTC',
        }),
      ),
    )
  })
})
