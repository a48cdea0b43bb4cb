import type { Field, ScoreDefinition } from '@visita/clinical'
import type { Score } from '@visita/protocol'
import type { Translate } from '../../platform/i18n.ts'
import { pointsAsWritten } from './series.ts'

/** The words of a score, each of its own where it has any, else those that all have. */
export interface ScoreWords {
  region: (region: string) => string
  field: (field: Field) => string
  /** What stands for a grade; null where its number says all. */
  grade: (field: Field, value: number) => string | null
  band: (band: string) => string
}

/** `head.area` is `area` in the texts: the region is named around it. */
const nameOf = ({ id }: Field): string => id.split('.').at(-1) ?? id

export const wordsOf = (t: Translate, instrument: string): ScoreWords => ({
  region: (region) => t([`region.${instrument}.${region}`, `region.${region}`]),
  field: (field) => t([`field.${instrument}.${nameOf(field)}`, `field.${nameOf(field)}`]),
  grade: (field, value) => gradeIn(t, instrument, field, value),
  band: (band) => t([`band.${instrument}.${band}`, `band.${band}`]),
})

function gradeIn(t: Translate, instrument: string, field: Field, value: number): string | null {
  // Half grades have no words, and a point would be read as a step into the texts.
  if (!Number.isInteger(value)) return null
  if (field.min === 0 && field.max === 1) return t(value === 1 ? 'yes' : 'no')
  const last = `grade.${value}of${field.max}`
  const word = t([`grade.${instrument}.${nameOf(field)}.${value}`, `grade.${nameOf(field)}.${value}`, last])
  return word === last ? null : word
}

/** Whole sentences, without the names that doctors have for it; `on` is the day on which it is answered. */
export function patientWordsOf(
  t: Translate,
  { id }: ScoreDefinition,
  on: string,
): ScoreWords & { name: string } {
  const words = wordsOf(t, id)
  return {
    ...words,
    name: t(`patient.${id}.name`),
    region: (region) => dayOf(region, on) ?? words.region(region),
    field: (field) => t([`patient.${id}.${nameOf(field)}`, `patient.any.${nameOf(field)}`]),
    grade: (field, value) =>
      field.max > MOST_WITH_WORDS
        ? null
        : (gradeIn(t, `patient_${id}`, field, value) ?? words.grade(field, value)),
  }
}

/** A scale from nought to ten is its numbers; its ends are said in the question. */
const MOST_WITH_WORDS = 6
const DAY_MS = 24 * 60 * 60 * 1000

/** `day7` is the day before the one on which it is answered, `day1` the week before that. */
function dayOf(region: string, on: string): string | null {
  const number = /^day(\d)$/.exec(region)?.[1]
  if (number === undefined) return null
  const date = new Date(Date.parse(`${on}T00:00:00Z`) - (8 - Number(number)) * DAY_MS)
  return date.toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
}

/** The total with its band. */
export function totalOf(
  t: Translate,
  { id }: Pick<ScoreDefinition, 'id'>,
  { points, band }: Pick<Score, 'points' | 'band'>,
): string {
  const total = pointsAsWritten(points)
  return band === null ? total : t('total', { total, band: wordsOf(t, id).band(band) })
}
