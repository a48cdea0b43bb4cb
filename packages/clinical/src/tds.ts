import type { ScoreDefinition } from './definition.ts'
import { whole } from './fields.ts'

/** Total Dermoscopy Score of one lesion, 1.0–8.9: 1.3A + 0.1B + 0.5C + 0.5D. */
export const tds: ScoreDefinition = {
  id: 'tds',
  version: 1,
  by: 'doctor',
  about: 'lesion',
  fields: [
    whole('asymmetry', 0, 2),
    whole('border', 0, 8),
    whole('colours', 1, 6),
    whole('structures', 1, 5),
  ],
  unitsPerPoint: 10,
  range: { min: 1, max: 8.9 },
  // Benign below 4.75, suspicious up to 5.45: no total in tenths is on either line.
  bands: [
    { id: 'benign', upTo: 47 },
    { id: 'suspicious', upTo: 54 },
    { id: 'malignant', upTo: 89 },
  ],
  mayMiss: 0,
  minimalChange: { kind: 'none' },
  source: 'Stolz 1994; Nachbar 1994.',
  licence: 'Published formula.',
  units: (steps) =>
    13 * steps('asymmetry') + steps('border') + 5 * steps('colours') + 5 * steps('structures'),
}
