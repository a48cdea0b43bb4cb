import type { ScoreDefinition } from './definition.ts'
import { sumOf, whole } from './fields.ts'

/** Of question 7, 3 is "prevented work or study". "Not relevant" is 0. */
const QUESTIONS = Array.from({ length: 10 }, (_, index) => whole(`q${index + 1}`, 0, 3))

/** Dermatology Life Quality Index, 0–30. */
export const dlqi: ScoreDefinition = {
  id: 'dlqi',
  version: 1,
  by: 'patient',
  about: 'patient',
  officialWording: true,
  fields: QUESTIONS,
  unitsPerPoint: 1,
  range: { min: 0, max: 30 },
  bands: [
    { id: 'no_effect', upTo: 1 },
    { id: 'small_effect', upTo: 5 },
    { id: 'moderate_effect', upTo: 10 },
    { id: 'very_large_effect', upTo: 20 },
    { id: 'extremely_large_effect', upTo: 30 },
  ],
  mayMiss: 1,
  minimalChange: { kind: 'units', units: 4 },
  source: 'Finlay and Khan 1994; bands: Hongbo 2005; minimal important change: Basra 2015.',
  licence:
    'Copyright A. Y. Finlay and G. K. Khan. Free in routine care with the copyright line on every copy; other ' +
    'uses may need a licence. The wording of the questions is not part of Visita.',
  units: (steps) => sumOf(QUESTIONS, steps),
}
