import type { ScoreDefinition } from './definition.ts'
import { sumOf, whole } from './fields.ts'

/** Days of the last week, in grades: none, 1–2, 3–4, 5–6, every day. */
const QUESTIONS = Array.from({ length: 7 }, (_, index) => whole(`q${index + 1}`, 0, 4))

/** Patient-Oriented Eczema Measure, 0–28. */
export const poem: ScoreDefinition = {
  id: 'poem',
  version: 1,
  by: 'patient',
  about: 'patient',
  officialWording: true,
  fields: QUESTIONS,
  unitsPerPoint: 1,
  range: { min: 0, max: 28 },
  bands: [
    { id: 'clear_or_almost', upTo: 2 },
    { id: 'mild', upTo: 7 },
    { id: 'moderate', upTo: 16 },
    { id: 'severe', upTo: 24 },
    { id: 'very_severe', upTo: 28 },
  ],
  mayMiss: 1,
  // 3.4 points, and totals are whole.
  minimalChange: { kind: 'units', units: 4 },
  source: 'Charman 2004, bands 2013; minimal important change: Schram 2012.',
  licence:
    'Copyright University of Nottingham; commercial use asks for a fee. The wording of the questions is not ' +
    'part of Visita.',
  units: (steps) => sumOf(QUESTIONS, steps),
}
