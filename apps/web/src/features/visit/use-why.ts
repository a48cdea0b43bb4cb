import { useEffect, useState } from 'react'
import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { useReadable } from '../../ui/index.ts'
import type { Companion } from './companion.ts'

/** Why there is no connection and what to do, in plain words; null while that is not known. */
function useWhy({ causes, person, presence }: Companion, online: boolean): string | null {
  const t = useTexts('visit')
  const cause = useReadable(causes.cause)
  const isThere = useReadable(presence) === 'present'
  // Whose page is closed has no network to blame.
  if (cause === 'other_side' && !isThere) return null
  // Without any line to the clinic nothing answers, whatever the clinic has.
  return cause === null || !online ? null : t(textOf(`no_way.${cause}`), { name: person.displayName })
}

/* Longer than this without a connection deserves an explanation, in milliseconds. */
const EXPLAIN_AFTER = { connecting: 15_000, interrupted: 5_000 }
const OTHERWISE = { connecting: 'call_slow', interrupted: 'call_broken' } as const

/**
 * What to say of a connection that is not there: a cause that is known while it is made at once, and after a while what
 * helps in general. For a part of the page that is there as long as one phase lasts.
 */
export function useReason(
  companion: Companion,
  { online, phase }: { online: boolean; phase: 'connecting' | 'interrupted' },
): string | null {
  const t = useTexts('visit')
  const [slow, setSlow] = useState(false)
  const why = useWhy(companion, online)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), EXPLAIN_AFTER[phase])
    return () => clearTimeout(timer)
  }, [phase])
  // A break mostly heals before its cause matters.
  if (!slow && (why === null || phase === 'interrupted')) return null
  return why ?? t(textOf(OTHERWISE[phase]))
}
