import type { ScoreDefinition } from './definition.ts'
import { sumOf, whole, yesNo } from './fields.ts'

const SIGNS = ['asymmetry', 'border', 'colour', 'evolution'].map(yesNo)

/** ABCDE of one pigmented lesion: how many of the five signs there are; D is more than 6 mm. */
export const abcde: ScoreDefinition = {
  id: 'abcde',
  version: 1,
  by: 'doctor',
  about: 'lesion',
  fields: [...SIGNS, whole('diameter_mm', 0, 500)],
  unitsPerPoint: 1,
  range: { min: 0, max: 5 },
  bands: [
    { id: 'none', upTo: 0 },
    { id: 'review', upTo: 5 },
  ],
  mayMiss: 0,
  minimalChange: { kind: 'none' },
  source: 'Friedman 1985; E: Abbasi 2004.',
  licence: 'Published rule.',
  units: (steps) => sumOf(SIGNS, steps) + (steps('diameter_mm') > 6 ? 1 : 0),
}
