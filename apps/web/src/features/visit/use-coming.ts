import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import type { VisitModel } from './visit-model.ts'

/** Long enough to be read, in milliseconds. */
const SAID_FOR = 10_000

/** Who came or left just now, in words; null while that is no news. */
export function useComing(visit: VisitModel): string | null {
  const t = useTexts('visit')
  const [last, setLast] = useState<{ kind: 'came' | 'left'; name: string } | null>(null)
  useEffect(() => {
    const releases = (['came', 'left'] as const).map((kind) =>
      visit.on(kind, ({ displayName }) => setLast({ kind, name: displayName })),
    )
    return () => {
      for (const release of releases) release()
    }
  }, [visit])
  useEffect(() => {
    if (last === null) return undefined
    const timer = setTimeout(() => setLast(null), SAID_FOR)
    return () => clearTimeout(timer)
  }, [last])
  return last && t(`comings.${last.kind}`, { name: last.name })
}
