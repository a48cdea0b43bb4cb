import type { ScoreDefinition } from './definition.ts'
import { whole } from './fields.ts'

const globalAssessment = (id: string, source: string): ScoreDefinition => ({
  id,
  version: 1,
  by: 'doctor',
  about: 'patient',
  fields: [whole('grade', 0, 4)],
  unitsPerPoint: 1,
  range: { min: 0, max: 4 },
  bands: ['clear', 'almost_clear', 'mild', 'moderate', 'severe'].map((band, upTo) => ({ id: band, upTo })),
  mayMiss: 0,
  minimalChange: { kind: 'units', units: 2 },
  source,
  licence: 'The five grades only; the official descriptions of the grades are not part of Visita.',
  units: (steps) => steps('grade'),
})

/** Investigator's Global Assessment, 0–4. For atopic eczema (vIGA-AD) excoriation does not count. */
export const iga = globalAssessment('iga', 'Simpson 2020 (vIGA-AD).')

/** Physician's Global Assessment, 0–4. */
export const pga = globalAssessment('pga', 'Langley 2015 (five grades).')

/** Clear or almost clear, and at least two grades better than before: both. */
export const isSuccess = (before: number, now: number): boolean => now <= 1 && before - now >= 2
