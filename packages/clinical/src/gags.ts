import type { ScoreDefinition } from './definition.ts'
import { whole } from './fields.ts'

const FACTORS = {
  forehead: 2,
  right_cheek: 2,
  left_cheek: 2,
  nose: 1,
  chin: 1,
  chest_and_back: 3,
} as const

/**
 * Global Acne Grading System, 0–44: Σ factor · the worst lesion of the region (0 none, 1 comedone, 2 papule,
 * 3 pustule, 4 nodule). Lesions are not counted, although public pages do.
 */
export const gags: ScoreDefinition = {
  id: 'gags',
  version: 1,
  by: 'doctor',
  about: 'patient',
  fields: Object.keys(FACTORS).map((region) => whole(`${region}.worst`, 0, 4, region)),
  unitsPerPoint: 1,
  range: { min: 0, max: 44 },
  bands: [
    { id: 'none', upTo: 0 },
    { id: 'mild', upTo: 18 },
    { id: 'moderate', upTo: 30 },
    { id: 'severe', upTo: 38 },
    { id: 'very_severe', upTo: 44 },
  ],
  mayMiss: 0,
  minimalChange: { kind: 'none' },
  source: 'Doshi 1997.',
  licence: 'Published formula.',
  units: (steps) =>
    Object.entries(FACTORS).reduce((sum, [region, factor]) => sum + factor * steps(`${region}.worst`), 0),
}
