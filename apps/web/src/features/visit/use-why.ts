import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { useReadable } from '../../ui/index.ts'
import type { Companion } from './companion.ts'

/** Why there is no connection and what to do, in plain words; null while that is not known. */
export function useWhy({ causes, person, presence }: Companion, online: boolean): string | null {
  const t = useTexts('visit')
  const cause = useReadable(causes.cause)
  const isThere = useReadable(presence) === 'present'
  // Whose page is closed has no network to blame.
  if (cause === 'other_side' && !isThere) return null
  // Without any line to the clinic nothing answers, whatever the clinic has.
  return cause === null || !online ? null : t(textOf(`no_way.${cause}`), { name: person.displayName })
}
