import type { ScoreDefinition } from './definition.ts'
import { whole } from './fields.ts'

/**
 * Hurley's stages: I abscesses without tracts, II recurrent and apart with tracts, III diffuse and connected. It
 * is for what has been, so that treatment hardly changes it.
 */
export const hurley: ScoreDefinition = {
  id: 'hurley',
  version: 1,
  by: 'doctor',
  about: 'patient',
  fields: [whole('stage', 1, 3)],
  unitsPerPoint: 1,
  range: { min: 1, max: 3 },
  bands: ['stage_1', 'stage_2', 'stage_3'].map((id, index) => ({ id, upTo: index + 1 })),
  mayMiss: 0,
  minimalChange: { kind: 'none' },
  source: 'Hurley 1989.',
  licence: 'Published staging.',
  units: (steps) => steps('stage'),
}
