import {
  areaAndSigns,
  BODY_REGIONS,
  type BodyRegion,
  GROWN_TENTHS,
  neededWhereAffected,
  weighted,
} from './area-severity.ts'
import type { ScoreDefinition } from './definition.ts'

const SIGNS = ['erythema', 'edema', 'excoriation', 'lichenification'] as const

/** In years. */
const GROWN_PROPORTIONS_FROM = 8

/** Eczema Area and Severity Index, 0–72: Σ w·(E+Ed+Ex+L)·A; half grades are allowed, so a unit is a twentieth. */
const easiWith = (id: string, tenths: Readonly<Record<BodyRegion, number>>): ScoreDefinition => ({
  id,
  version: 1,
  by: 'doctor',
  about: 'patient',
  fields: areaAndSigns(BODY_REGIONS, SIGNS, { max: 3, step: 0.5 }),
  unitsPerPoint: 20,
  range: { min: 0, max: 72 },
  bands: [
    { id: 'clear', upTo: 0 },
    { id: 'almost_clear', upTo: 20 },
    { id: 'mild', upTo: 140 },
    { id: 'moderate', upTo: 420 },
    { id: 'severe', upTo: 1000 },
    { id: 'very_severe', upTo: 1440 },
  ],
  mayMiss: 0,
  isNeeded: neededWhereAffected,
  // 6.6 points.
  minimalChange: { kind: 'units', units: 132 },
  source: 'Hanifin 2001; bands: Leshem 2015; minimal important change: Schram 2012.',
  licence: 'Free to use, without a licence.',
  units: (steps) => weighted(tenths, BODY_REGIONS, SIGNS, steps),
})

export const easi = easiWith('easi', GROWN_TENTHS)

/** A small child has more head and less leg. */
export const easiUnder8 = easiWith('easi_under_8', { head: 2, upper_limbs: 2, trunk: 3, lower_limbs: 3 })

export const easiAt = (years: number): ScoreDefinition => (years < GROWN_PROPORTIONS_FROM ? easiUnder8 : easi)
