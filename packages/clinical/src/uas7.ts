import type { ScoreDefinition } from './definition.ts'
import { sumOf, whole } from './fields.ts'

/** Wheals in a day: none, fewer than 20, 20 to 50, more than 50. */
const DAYS = Array.from({ length: 7 }, (_, index) => `day${index + 1}`).flatMap((day) => [
  whole(`${day}.wheals`, 0, 3, day),
  whole(`${day}.itch`, 0, 3, day),
])

/** Urticaria Activity Score of seven days, 0–42. */
export const uas7: ScoreDefinition = {
  id: 'uas7',
  version: 1,
  by: 'patient',
  about: 'patient',
  fields: DAYS,
  unitsPerPoint: 1,
  range: { min: 0, max: 42 },
  bands: [
    { id: 'free', upTo: 0 },
    { id: 'well_controlled', upTo: 6 },
    { id: 'mild', upTo: 15 },
    { id: 'moderate', upTo: 27 },
    { id: 'severe', upTo: 42 },
  ],
  mayMiss: 0,
  // The lower end of the 10 to 12 that are reported.
  minimalChange: { kind: 'units', units: 10 },
  source: 'Młynek 2008; bands: Stull 2017; minimal important change: Mathias 2012.',
  licence: 'Structure only; the official wording is not part of Visita.',
  units: (steps) => sumOf(DAYS, steps),
}
