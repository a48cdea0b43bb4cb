import { areaAndSigns, neededWhereAffected, weighted } from './area-severity.ts'
import type { ScoreDefinition } from './definition.ts'

const TENTHS = { forehead: 3, right_cheek: 3, left_cheek: 3, chin: 1 } as const
const REGIONS = ['forehead', 'right_cheek', 'left_cheek', 'chin'] as const

/** Modified Melasma Area and Severity Index, 0–24: Σ w·area·darkness; homogeneity is left out. */
export const mmasi: ScoreDefinition = {
  id: 'mmasi',
  version: 1,
  by: 'doctor',
  about: 'patient',
  fields: areaAndSigns(REGIONS, ['darkness'], { max: 4, step: 1 }),
  unitsPerPoint: 10,
  range: { min: 0, max: 24 },
  bands: [],
  mayMiss: 0,
  isNeeded: neededWhereAffected,
  minimalChange: { kind: 'none' },
  source: 'Pandya 2011.',
  licence: 'Published formula.',
  units: (steps) => weighted(TENTHS, REGIONS, ['darkness'], steps),
}
