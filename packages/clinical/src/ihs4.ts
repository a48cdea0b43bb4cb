import type { ScoreDefinition } from './definition.ts'
import { whole } from './fields.ts'

/** A count above this is a slip of the finger. */
const MOST = 100

/** International Hidradenitis Suppurativa Severity Score: nodules + 2·abscesses + 4·draining tunnels. */
export const ihs4: ScoreDefinition = {
  id: 'ihs4',
  version: 1,
  by: 'doctor',
  about: 'patient',
  fields: ['nodules', 'abscesses', 'draining_tunnels'].map((lesion) => whole(lesion, 0, MOST)),
  unitsPerPoint: 1,
  range: { min: 0, max: 7 * MOST },
  bands: [
    { id: 'mild', upTo: 3 },
    { id: 'moderate', upTo: 10 },
    { id: 'severe', upTo: 7 * MOST },
  ],
  mayMiss: 0,
  // IHS4-55.
  minimalChange: { kind: 'percent', percent: 55 },
  source: 'Zouboulis 2017; response: Tzellos 2022.',
  licence: 'Published formula.',
  units: (steps) => steps('nodules') + 2 * steps('abscesses') + 4 * steps('draining_tunnels'),
}
