import type { Field, ScoreDefinition, Steps } from './definition.ts'
import { sumOf, whole } from './fields.ts'

/** Dryness is that of skin without lesions. */
const SIGNS = ['erythema', 'edema', 'oozing', 'excoriation', 'lichenification', 'dryness'].map((sign) =>
  whole(sign, 0, 3),
)
const SYMPTOMS = ['itch', 'sleep_loss'].map((id): Field => ({ id, region: null, min: 0, max: 10, step: 0.1 }))

/** Tenths of a point of A/5 + 7B/2: the objective part, 0–83. */
const objectiveUnits = (steps: Steps): number => 2 * steps('extent') + 35 * sumOf(SIGNS, steps)

const scoradBy = (
  id: string,
  by: ScoreDefinition['by'],
  { minimalChange, source }: Pick<ScoreDefinition, 'minimalChange' | 'source'>,
): ScoreDefinition => ({
  id,
  version: 1,
  by,
  about: 'patient',
  // Extent in per cent of the body's surface.
  fields: [whole('extent', 0, 100), ...SIGNS, ...SYMPTOMS],
  unitsPerPoint: 10,
  range: { min: 0, max: 103 },
  bands: [
    { id: 'mild', upTo: 249 },
    { id: 'moderate', upTo: 500 },
    { id: 'severe', upTo: 1030 },
  ],
  mayMiss: 0,
  minimalChange,
  source,
  licence: 'Formula and structure only; the official wording and pictures are not part of Visita.',
  units: (steps) => objectiveUnits(steps) + sumOf(SYMPTOMS, steps),
  parts: { objective: objectiveUnits },
})

/** Scoring Atopic Dermatitis, 0–103: A/5 + 7B/2 + C. Some public pages have B/2. */
export const scorad = scoradBy('scorad', 'doctor', {
  // 8.7 points.
  minimalChange: { kind: 'units', units: 87 },
  source: 'European Task Force on Atopic Dermatitis 1993; minimal important change: Schram 2012.',
})

/** The same equation as the patient answers it. */
export const poScorad = scoradBy('po_scorad', 'patient', {
  minimalChange: { kind: 'none' },
  source: 'Stalder 2011.',
})
