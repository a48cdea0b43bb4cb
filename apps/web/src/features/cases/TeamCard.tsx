import { personIdSchema } from '@visita/protocol'
import { UserRoundMinus, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { caseApi } from '../../platform/case-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card } from '../../ui/index.ts'
import { DoctorSelect } from '../forms/DoctorSelect.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import record from '../record/Record.module.css'
import type { PassingProps } from './OfferNotice.tsx'

/** Who takes part beside the responsible doctor, who alone says so. */
export function TeamCard({ of: { id, team, responsible }, selfId, onChanged }: PassingProps) {
  const t = useTexts('cases')
  const request = useRequest()
  const [doctor, setDoctor] = useState('')
  const chosen = personIdSchema.safeParse(doctor).data
  const leads = responsible.id === selfId
  const run = (work: () => Promise<void>): void =>
    void request.run(async () => {
      await work()
      setDoctor('')
      await onChanged()
    })
  return (
    <Card title={t('team.title')} lead={t('team.lead')}>
      {team.length === 0 && <p>{t('team.none')}</p>}
      <ul className={record.list}>
        {team.map((member) => (
          <li key={member.id} className={record.form}>
            <strong>{member.id === selfId ? t('team.you') : member.displayName || t('gone')}</strong>
            {leads && (
              <Button
                icon={UserRoundMinus}
                aria-label={t('team.removeNamed', { name: member.displayName || t('gone') })}
                disabled={request.sending}
                onClick={() => run(() => caseApi.removeMember(id, member.id))}
              >
                {t('team.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <RefusalNotice code={request.refused} />
      {leads && (
        <div className={record.form}>
          <DoctorSelect
            label={t('team.add')}
            any={t('hand.nobody')}
            doctor={doctor}
            choose={setDoctor}
            without={[selfId, ...team.map((member) => member.id)]}
          />
          <Button
            icon={UserRoundPlus}
            disabled={request.sending || chosen === undefined}
            onClick={() => chosen && run(() => caseApi.addMember(id, chosen))}
          >
            {t('team.addThem')}
          </Button>
        </div>
      )}
    </Card>
  )
}
