import type { SettingUnit } from '@visita/protocol'
import type { Kind } from './kinds.ts'

/**
 * The widest place where a parameter can be set: each also in those before it. The environment wins over the
 * settings file, and both over the administrator's page.
 */
export type Where = 'environment' | 'file' | 'page'

/** What a default may depend on. */
export interface Circumstances {
  production: boolean
  /** Only this machine reaches the server directly. */
  loopback: boolean
}

export interface Parameter<T, W extends Where = Where> {
  /** The environment variable. A secret may stand in a file instead, which `VARIABLE_FILE` names. */
  variable: string
  kind: Kind<T>
  where: W
  /** Without a setting: a value, or one by the circumstances together with the words that explain it. */
  fallback: { value: NoInfer<T> } | { by: (circumstances: Circumstances) => NoInfer<T>; words: string }
  unit?: SettingUnit
  /** Never shown, written to a log, or kept in the settings file or the database. */
  secret?: true
  /** One sentence for docs/OPERATIONS.md. */
  about: string
}

/** Only for what the compiler finds out: that the default fits the kind. */
export const parameter = <T, const W extends Where>(definition: Parameter<T, W>): Parameter<T, W> =>
  definition
