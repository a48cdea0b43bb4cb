import { personIdSchema } from '@visita/protocol'
import { Handshake, Send, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { caseApi } from '../../platform/case-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card } from '../../ui/index.ts'
import { DoctorSelect } from '../forms/DoctorSelect.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import record from '../record/Record.module.css'
import type { PassingProps } from './OfferNotice.tsx'

/** Who answers for the case, and the way to hand it over. */
export function ResponsibleCard({ of: found, selfId, onChanged }: PassingProps) {
  const t = useTexts('cases')
  const request = useRequest()
  const [to, setTo] = useState('')
  const chosen = personIdSchema.safeParse(to).data
  const { id, responsible, offeredTo, mayTakeOver } = found
  const isOwn = responsible.id === selfId
  const name = responsible.displayName === '' ? t('gone') : responsible.displayName
  const run = (work: () => Promise<void>): void =>
    void request.run(async () => {
      await work()
      await onChanged()
    })
  return (
    <Card title={t('hand.title')}>
      <p>{isOwn ? t('hand.you') : t('hand.other', { name })}</p>
      {offeredTo !== null && (
        <p>{t(isOwn ? 'hand.offered' : 'hand.offeredByOther', { name: offeredTo.displayName })}</p>
      )}
      {mayTakeOver && <p>{t('hand.gone')}</p>}
      <RefusalNotice code={request.refused} here={{ conflict: t('offer.crossed') }} />
      {isOwn && offeredTo !== null && (
        <Button icon={Undo2} disabled={request.sending} onClick={() => run(() => caseApi.withdrawOffer(id))}>
          {t('hand.withdraw')}
        </Button>
      )}
      {isOwn && offeredTo === null && (
        <div className={record.form}>
          <DoctorSelect
            label={t('hand.choose')}
            any={t('hand.nobody')}
            doctor={to}
            choose={setTo}
            without={[selfId]}
          />
          <Button
            icon={Send}
            disabled={request.sending || chosen === undefined}
            onClick={() => chosen && run(() => caseApi.offer(id, chosen))}
          >
            {t('hand.offer')}
          </Button>
        </div>
      )}
      {mayTakeOver && (
        <Button
          tone="primary"
          icon={Handshake}
          disabled={request.sending}
          onClick={() => run(() => caseApi.takeOver(id))}
        >
          {t('hand.takeOver')}
        </Button>
      )}
    </Card>
  )
}
