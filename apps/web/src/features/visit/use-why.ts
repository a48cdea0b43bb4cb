import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { useReadable } from '../../ui/index.ts'
import type { Companion } from './companion.ts'

/** Why there is no connection and what to do, in plain words; null while that is not known. */
export function useWhy({ causes, person }: Companion, online: boolean): string | null {
  const t = useTexts('visit')
  const cause = useReadable(causes.cause)
  // Without any line to the clinic nothing answers, whatever the clinic has.
  return cause === null || !online ? null : t(textOf(`no_way.${cause}`), { name: person.displayName })
}
