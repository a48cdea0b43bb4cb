import type { Case, OfferAnswer, PersonId } from '@visita/protocol'
import { Check, X } from 'lucide-react'
import { caseApi } from '../../platform/case-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'

export interface PassingProps {
  of: Case
  selfId: PersonId
  onChanged: () => Promise<void>
}

/** For the doctor to whom the case is offered. */
export function OfferNotice({ of: { id, offeredTo, responsible }, selfId, onChanged }: PassingProps) {
  const t = useTexts('cases')
  const request = useRequest()
  if (offeredTo?.id !== selfId) return null
  const answer = (given: OfferAnswer): void =>
    void request.run(async () => {
      await caseApi.answerOffer(id, given)
      await onChanged()
    })
  return (
    <>
      <Notice
        title={t('offer.title')}
        actions={
          <>
            <Button tone="primary" icon={Check} disabled={request.sending} onClick={() => answer('accept')}>
              {t('offer.accept')}
            </Button>
            <Button icon={X} disabled={request.sending} onClick={() => answer('decline')}>
              {t('offer.decline')}
            </Button>
          </>
        }
      >
        {t('offer.text', { name: responsible.displayName || t('gone') })}
      </Notice>
      <RefusalNotice
        code={request.refused}
        here={{ conflict: t('offer.crossed'), not_found: t('offer.crossed') }}
      />
    </>
  )
}
