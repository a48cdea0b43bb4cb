import { RefreshCw } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import type { FactorsModel } from './factors-model.ts'

/** How many recovery codes are left, and new ones. */
export function OwnRecoveryCodes({ own, left }: { own: FactorsModel; left: number }) {
  const t = useTexts('account')
  const request = useRequest()
  return (
    <Card title={t('recovery.title')} lead={t('recovery.lead')}>
      <p>{t('recovery.left', { count: left })}</p>
      <RefusalNotice code={request.refused} />
      <Button
        icon={RefreshCw}
        disabled={request.sending}
        onClick={() => void request.run(() => own.renewRecoveryCodes())}
      >
        {t('recovery.renew')}
      </Button>
    </Card>
  )
}
