import type { Field, ScoreDefinition, Steps } from './definition.ts'

const VASI_REGIONS = ['face', 'neck', 'hands', 'upper_limbs', 'trunk', 'lower_limbs', 'feet'] as const
type VasiRegion = (typeof VASI_REGIONS)[number]

/** How much of the pigment is gone, in per cent. */
const DEPIGMENTATION = [10, 25, 50, 75, 90, 100] as const

const fieldId = (region: VasiRegion, percent: number): string => `${region}.gone_${percent}`

/**
 * How many of the patient's own hands of skin have lost so much. A region has patches of different grades: one
 * grade for all of it, as public pages have it, is wrong.
 */
const FIELDS = VASI_REGIONS.flatMap((region) =>
  DEPIGMENTATION.map((percent): Field => ({
    id: fieldId(region, percent),
    region,
    min: 0,
    max: 100,
    step: 0.1,
  })),
)

const unitsOf = (region: VasiRegion, steps: Steps): number =>
  DEPIGMENTATION.reduce((sum, percent) => sum + percent * steps(fieldId(region, percent)), 0)

/** A hand is one per cent of the body's surface, and there are a hundred. */
const BODY_IN_TENTHS_OF_HANDS = 1000

/** Vitiligo Area Scoring Index of the whole body, 0–100: Σ hands · share of pigment lost. */
export const vasi: ScoreDefinition = {
  id: 'vasi',
  version: 1,
  by: 'doctor',
  about: 'patient',
  fields: FIELDS,
  // Tenths of hands, and per cent.
  unitsPerPoint: 1000,
  range: { min: 0, max: 100 },
  bands: [],
  mayMiss: 0,
  // What is not named has its pigment.
  isNeeded: () => false,
  isPossible: (steps) => FIELDS.reduce((sum, { id }) => sum + steps(id), 0) <= BODY_IN_TENTHS_OF_HANDS,
  // T-VASI 50.
  minimalChange: { kind: 'percent', percent: 50 },
  source: 'Hamzavi 2004.',
  licence: 'Published formula.',
  units: (steps) => VASI_REGIONS.reduce((sum, region) => sum + unitsOf(region, steps), 0),
  // F-VASI.
  parts: { face: (steps) => unitsOf('face', steps) },
}
