import type { Source } from './given.ts'
import { type Key, KEYS, PARAMETERS } from './parameters/index.ts'
import { type Settled, sourceOf } from './settle.ts'

type Shown = { secret: true; isSet: boolean } | { secret: false; value: unknown }

/** One parameter as it is, for whoever may see the settings. Secrets are left out. */
export interface Listed {
  key: Key
  variable: string
  source: Source
  shown: Shown
}

export const listSettings = (settled: Settled): Listed[] =>
  KEYS.map((key) => {
    const source = sourceOf(settled, key)
    const shown: Shown =
      'secret' in PARAMETERS[key]
        ? { secret: true, isSet: source !== 'default' }
        : { secret: false, value: settled.values[key] }
    return { key, variable: PARAMETERS[key].variable, source, shown }
  })

/** What the environment has set, by variable and without secrets: for whoever sets the server up again. */
export const environmentOf = (settled: Settled): Record<string, unknown> =>
  Object.fromEntries(
    listSettings(settled).flatMap(({ variable, source, shown }) =>
      source === 'environment' && !shown.secret ? [[variable, shown.value]] : [],
    ),
  )
