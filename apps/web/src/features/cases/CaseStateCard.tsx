import type { Case } from '@visita/protocol'
import { Archive, ArchiveRestore } from 'lucide-react'
import { caseApi } from '../../platform/case-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'

interface CaseStateCardProps {
  of: Case
  onChanged: () => Promise<void>
}

/** Closing a case that needs no more following, and opening it again. */
export function CaseStateCard({ of: { id, state }, onChanged }: CaseStateCardProps) {
  const t = useTexts('cases')
  const request = useRequest()
  const isOpen = state === 'open'
  const change = (): void =>
    void request.run(async () => {
      await caseApi.setState(id, isOpen ? 'closed' : 'open')
      await onChanged()
    })
  return (
    <Card title={t(`state.title.${state}`)} lead={t(`state.lead.${state}`)}>
      <RefusalNotice code={request.refused} here={{ not_found: t('notYours') }} />
      <Button icon={isOpen ? Archive : ArchiveRestore} disabled={request.sending} onClick={change}>
        {t(isOpen ? 'state.close' : 'state.reopen')}
      </Button>
    </Card>
  )
}
