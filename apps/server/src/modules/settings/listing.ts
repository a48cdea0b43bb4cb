import { type Setting, settingValueSchema } from '@visita/protocol'
import { isPageKey, KEYS, PARAMETERS, sectionOf } from './parameters/index.ts'
import { type Settled, sourceOf } from './settle.ts'

/** Every parameter as it is, for whoever may see the settings; secrets are left out. */
export const listSettings = (settled: Settled): Setting[] =>
  KEYS.map((key) => {
    const { variable, kind, about, unit = null, secret = false } = { ...PARAMETERS[key] }
    const source = sourceOf(settled, key)
    return {
      key,
      variable,
      section: sectionOf(key),
      about,
      source,
      changeable: isPageKey(key) && (source === 'page' || source === 'default'),
      form: kind.form,
      unit,
      shown: secret
        ? { secret, isSet: source !== 'default' }
        : { secret, value: settingValueSchema.parse(settled.values[key]) },
    }
  })

/** What the environment has set, by variable and without secrets: for whoever sets the server up again. */
export const environmentOf = (settled: Settled): Record<string, unknown> =>
  Object.fromEntries(
    listSettings(settled).flatMap(({ variable, source, shown }) =>
      source === 'environment' && !shown.secret ? [[variable, shown.value]] : [],
    ),
  )
