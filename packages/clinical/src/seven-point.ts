import type { ScoreDefinition } from './definition.ts'
import { sumOf, whole, yesNo } from './fields.ts'

const MAJOR = ['change_in_size', 'irregular_shape', 'irregular_colour'].map(yesNo)
const MINOR = ['inflammation', 'oozing', 'altered_sensation'].map(yesNo)

/** The weighted clinical 7-point checklist, 0–10, for one pigmented lesion; its greatest diameter in whole mm. */
export const sevenPoint: ScoreDefinition = {
  id: 'seven_point',
  version: 1,
  by: 'doctor',
  about: 'lesion',
  fields: [...MAJOR, whole('diameter_mm', 0, 500), ...MINOR],
  unitsPerPoint: 1,
  range: { min: 0, max: 10 },
  // Strong concern is enough to refer whatever the total.
  bands: [
    { id: 'below_referral', upTo: 2 },
    { id: 'refer', upTo: 10 },
  ],
  mayMiss: 0,
  minimalChange: { kind: 'none' },
  source: 'MacKie 1990; weighted form of NICE NG12.',
  licence: 'Published checklist.',
  units: (steps) => 2 * sumOf(MAJOR, steps) + sumOf(MINOR, steps) + (steps('diameter_mm') >= 7 ? 1 : 0),
}
