import type { ScoreDefinition } from './definition.ts'
import { whole } from './fields.ts'

/** The worst itch of the last 24 hours, 0–10. */
export const itchNrs: ScoreDefinition = {
  id: 'itch_nrs',
  version: 1,
  by: 'patient',
  about: 'patient',
  fields: [whole('worst', 0, 10)],
  unitsPerPoint: 1,
  range: { min: 0, max: 10 },
  bands: [
    { id: 'none', upTo: 0 },
    { id: 'mild', upTo: 3 },
    { id: 'moderate', upTo: 6 },
    { id: 'severe', upTo: 8 },
    { id: 'very_severe', upTo: 10 },
  ],
  mayMiss: 0,
  minimalChange: { kind: 'units', units: 4 },
  source: 'Bands: Reich 2012; response: Yosipovitch 2019.',
  licence: 'Published scale.',
  units: (steps) => steps('worst'),
}
