import type { ScoreDefinition } from './definition.ts'
import { whole } from './fields.ts'

const HUNDREDTHS = { vertex: 40, back: 24, right_side: 18, left_side: 18 } as const

/** Severity of Alopecia Tool, 0–100: per cent of hair lost in each part of the scalp, by the part's share. */
export const salt: ScoreDefinition = {
  id: 'salt',
  version: 1,
  by: 'doctor',
  about: 'patient',
  fields: Object.keys(HUNDREDTHS).map((part) => whole(`${part}.lost`, 0, 100, part)),
  unitsPerPoint: 100,
  range: { min: 0, max: 100 },
  bands: [
    { id: 's0', upTo: 0 },
    { id: 's1', upTo: 2_499 },
    { id: 's2', upTo: 4_999 },
    { id: 's3', upTo: 7_499 },
    { id: 's4', upTo: 9_999 },
    { id: 's5', upTo: 10_000 },
  ],
  mayMiss: 0,
  minimalChange: { kind: 'none' },
  source: 'Olsen 2004.',
  licence: 'Published formula.',
  units: (steps) =>
    Object.entries(HUNDREDTHS).reduce((sum, [part, share]) => sum + share * steps(`${part}.lost`), 0),
}
