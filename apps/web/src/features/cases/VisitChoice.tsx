import type { NoteContent, PersonId, VisitId, VisitSummary } from '@visita/protocol'
import { Video } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../platform/api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { recordApi } from '../../platform/record-api.ts'
import { Button, Select } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import record from '../record/Record.module.css'
import { dayAndTime } from '../record/times.ts'
import { visitItems } from './visit-items.ts'

interface VisitChoiceProps {
  patientId: PersonId
  clinic: string | null
  begin: (content: NoteContent, visit: VisitId) => void
}

/** Of which visit a record is written; what the visit kept is filled in. */
export function VisitChoice({ patientId, clinic, begin }: VisitChoiceProps) {
  const t = useTexts('cases')
  const [visits, setVisits] = useState<readonly VisitSummary[] | null>(null)
  const request = useRequest()
  const choose = (id: string): void => {
    const visit = visits?.find((each) => each.id === id)
    if (visit === undefined) return
    void request.run(async () => {
      const kept = await api.readVisit(visit.id)
      const counts = { messages: kept.messages.length, files: kept.files.length }
      const board = kept.board === null ? '' : ` ${t('visit.board')}`
      begin(
        visitItems(kept, {
          patientId,
          clinic,
          type: t('visit.type'),
          kept: `${t('visit.kept', counts)}${board}`,
        }),
        visit.id,
      )
    })
  }
  const look = (): void =>
    void request.run(async () => setVisits((await recordApi.patient(patientId)).visits))
  return (
    <div className={record.form}>
      <RefusalNotice code={request.refused} here={{ not_found: t('visit.notYours') }} />
      {visits === null ? (
        <Button icon={Video} disabled={request.sending} onClick={look}>
          {t('visit.write')}
        </Button>
      ) : (
        <Select
          label={t('visit.which')}
          value=""
          disabled={request.sending}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">{t('visit.choose')}</option>
          {visits.map(({ id, startedAt, participants }) => (
            <option key={id} value={id}>
              {`${dayAndTime(startedAt)}, ${participants
                .filter((each) => each.id !== patientId)
                .map(({ displayName }) => displayName)
                .join(', ')}`}
            </option>
          ))}
        </Select>
      )}
    </div>
  )
}
