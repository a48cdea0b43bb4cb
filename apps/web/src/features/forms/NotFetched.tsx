import { RefreshCw } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import type { RefusalCode } from '../../platform/refused.ts'
import { Button } from '../../ui/index.ts'
import { RefusalNotice } from './RefusalNotice.tsx'

interface NotFetchedProps {
  code: RefusalCode
  again: () => void
}

/** Stands where what a page shows could not be fetched: why, and the button to ask again. */
export function NotFetched({ code, again }: NotFetchedProps) {
  const t = useTexts('app')
  return (
    <>
      <RefusalNotice code={code} />
      <Button icon={RefreshCw} onClick={again}>
        {t('unreachable.retry')}
      </Button>
    </>
  )
}
