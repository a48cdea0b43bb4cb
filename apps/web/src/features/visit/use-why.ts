import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { useReadable } from '../../ui/index.ts'
import type { VisitModel } from './visit-model.ts'

/** Why there is no connection and what to do, in plain words; null while that is not known. */
export function useWhy({ causes, peer }: VisitModel, online: boolean): string | null {
  const t = useTexts('visit')
  const cause = useReadable(causes.cause)
  // Without any line to the clinic nothing answers, whatever the clinic has.
  return cause === null || !online ? null : t(textOf(`no_way.${cause}`), { name: peer.displayName })
}
