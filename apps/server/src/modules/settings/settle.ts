import type { SettingSource } from '@visita/protocol'
import { StartupError } from '../../platform/startup-error.ts'
import { type Fault, faultsOf, isLoopback } from './faults.ts'
import type { AllGiven } from './given.ts'
import type { Circumstances } from './parameter.ts'
import { HOST, type Key, KEYS, PARAMETERS, type Values } from './parameters/index.ts'

/** A value for every parameter, each checked, and where it comes from. */
export interface Settled {
  values: Values
  given: AllGiven
}

export const sourceOf = ({ given }: Settled, key: Key): SettingSource => given.get(key)?.source ?? 'default'

/** Throws one StartupError that lists `problems` and whatever is wrong with the values themselves. */
export function settle(given: AllGiven, problems: readonly string[] = []): Settled {
  const { settled, faults } = check(given)
  const lines = [...problems, ...faults.map(({ sentence }) => sentence)]
  if (lines.length === 0) return settled
  throw new StartupError(`The settings have problems:\n${lines.map((line) => `  ${line}`).join('\n')}`)
}

/** Checks what was given and fills in the defaults, also for what is wrong. */
export function check(given: AllGiven): { settled: Settled; faults: Fault[] } {
  const parsed = new Map<Key, unknown>()
  const faults: Fault[] = []
  for (const [key, { value, label }] of given) {
    const result = PARAMETERS[key].kind.schema.safeParse(value)
    if (result.success) parsed.set(key, result.data)
    for (const { path, message } of result.error?.issues ?? [])
      faults.push({ key, sentence: `${[label, ...path].join('.')}: ${message}` })
  }
  const circumstances = circumstancesOf(parsed)
  const settled = KEYS.map((key) => [key, parsed.has(key) ? parsed.get(key) : fallbackOf(key, circumstances)])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each was parsed by its own schema, a tie that the compiler cannot follow through the table
  const values = Object.fromEntries(settled) as Values
  return { settled: { values, given }, faults: [...faults, ...faultsOf(values)] }
}

function circumstancesOf(parsed: ReadonlyMap<Key, unknown>): Circumstances {
  const host = parsed.get('host') ?? HOST
  return {
    production: parsed.get('mode') === 'production',
    loopback:
      !(parsed.get('lan') === true || parsed.has('certificatePath')) &&
      typeof host === 'string' &&
      isLoopback(host),
  }
}

function fallbackOf(key: Key, circumstances: Circumstances): unknown {
  const { fallback } = PARAMETERS[key]
  return 'by' in fallback ? fallback.by(circumstances) : fallback.value
}
