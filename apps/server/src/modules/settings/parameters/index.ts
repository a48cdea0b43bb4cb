import type { Parameter } from '../parameter.ts'
import { backup } from './backup.ts'
import { connecting } from './connecting.ts'
import { keys } from './keys.ts'
import { people } from './people.ts'
import { services } from './services.ts'
import { serving } from './serving.ts'
import { visits } from './visits.ts'

export { DATA_DIR, HOST } from './serving.ts'

/** In the order of docs/OPERATIONS.md. */
export const SECTIONS: readonly {
  title: string
  parameters: Readonly<Record<string, Parameter<unknown>>>
}[] = [
  { title: 'Serving', parameters: serving },
  { title: 'Connecting', parameters: connecting },
  { title: 'Visits', parameters: visits },
  { title: 'The clinic and its people', parameters: people },
  { title: 'Keys', parameters: keys },
  { title: 'Backup', parameters: backup },
  { title: 'Other systems', parameters: services },
]

/** The heading that a parameter stands under. */
export const sectionOf = (key: string): string =>
  SECTIONS.find(({ parameters }) => Object.hasOwn(parameters, key))?.title ?? ''

/** Every parameter there is, by the name that the settings file and the code use. */
export const PARAMETERS = { ...serving, ...connecting, ...visits, ...people, ...keys, ...backup, ...services }

type Parameters = typeof PARAMETERS
export type Key = keyof Parameters
export type Values = {
  readonly [K in Key]: Parameters[K] extends Parameter<infer T> ? T : never
}
/** Those that the administrator's page changes while the server runs. */
export type PageKey = { [K in Key]: Parameters[K]['where'] extends 'page' ? K : never }[Key]

export const isKey = (name: string): name is Key => Object.hasOwn(PARAMETERS, name)
export const isPageKey = (name: string): name is PageKey => isKey(name) && PARAMETERS[name].where === 'page'

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets what it lists
export const KEYS = Object.keys(PARAMETERS) as Key[]
