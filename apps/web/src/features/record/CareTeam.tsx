import type { PatientRecord, PersonId } from '@visita/protocol'
import { useTexts } from '../../platform/i18n.ts'
import { Card } from '../../ui/index.ts'
import styles from './Record.module.css'
import { day } from './times.ts'

interface CareTeamProps {
  careTeam: PatientRecord['careTeam']
  selfId: PersonId
}

/** The doctors who treat the patient, and so may read the record. */
export function CareTeam({ careTeam, selfId }: CareTeamProps) {
  const t = useTexts('record')
  return (
    <Card title={t('careTeam.title')} lead={t('careTeam.lead')}>
      {careTeam.length === 0 && <p>{t('careTeam.none')}</p>}
      <ul className={styles.list}>
        {careTeam.map(({ id, displayName, since }) => (
          <li key={id}>
            <strong>{id === selfId ? t('careTeam.you') : displayName}</strong>
            <p className={styles.quiet}>{t('careTeam.since', { day: day(since) })}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
