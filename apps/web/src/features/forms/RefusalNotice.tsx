import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import type { RefusalCode } from '../../platform/refused.ts'
import { Notice } from '../../ui/index.ts'

interface RefusalNoticeProps {
  code: RefusalCode | null
  /** What a code means here, where that is more than its general words. */
  here?: Partial<Record<RefusalCode, string>>
}

/** Says why something did not happen, and what to do; nothing where it did. */
export function RefusalNotice({ code, here }: RefusalNoticeProps) {
  const t = useTexts('errors')
  if (code === null) return null
  return <Notice tone="problem">{here?.[code] ?? t(textOf(code))}</Notice>
}
