import { areaAndSigns, BODY_REGIONS, GROWN_TENTHS, neededWhereAffected, weighted } from './area-severity.ts'
import type { ScoreDefinition } from './definition.ts'

const SIGNS = ['erythema', 'induration', 'desquamation'] as const

/**
 * Psoriasis Area and Severity Index, 0–72: Σ w·(E+I+D)·A. Itch is no part of it, although public pages say so.
 * The trunk has axillae, groins and genitals, the legs have the buttocks.
 */
export const pasi: ScoreDefinition = {
  id: 'pasi',
  version: 1,
  by: 'doctor',
  about: 'patient',
  fields: areaAndSigns(BODY_REGIONS, SIGNS, { max: 4, step: 1 }),
  unitsPerPoint: 10,
  range: { min: 0, max: 72 },
  // The Rule of Tens; others draw the line at 5/10 or 10/20.
  bands: [
    { id: 'mild', upTo: 100 },
    { id: 'moderate_to_severe', upTo: 720 },
  ],
  mayMiss: 0,
  isNeeded: neededWhereAffected,
  // PASI 50.
  minimalChange: { kind: 'percent', percent: 50 },
  source: 'Fredriksson and Pettersson 1978; bands: Finlay 2005, Rule of Tens.',
  licence: 'Public domain.',
  units: (steps) => weighted(GROWN_TENTHS, BODY_REGIONS, SIGNS, steps),
}
