import type { PersonId, VisitSummary } from '@visita/protocol'
import { useTexts } from '../../platform/i18n.ts'
import { Card } from '../../ui/index.ts'
import styles from './Record.module.css'
import { RowLink } from './RowLink.tsx'
import { dayAndTime } from './times.ts'
import { useEnding, useWith } from './visit-words.ts'

interface VisitListProps {
  /** The newest first. */
  visits: readonly VisitSummary[]
  patientId: PersonId
  selfId: PersonId
  /** The address of the record, under which each visit has its own. */
  under: string
}

export function VisitList({ visits, under, ...people }: VisitListProps) {
  const t = useTexts('record')
  return (
    <Card title={t('visits.title')}>
      {visits.length === 0 && <p className={styles.quiet}>{t('visits.none')}</p>}
      <ul className={styles.rows}>
        {visits.map((visit) => (
          <li key={visit.id}>
            <RowLink href={`${under}/visits/${visit.id}`}>
              <VisitWords visit={visit} {...people} />
            </RowLink>
          </li>
        ))}
      </ul>
    </Card>
  )
}

interface VisitWordsProps {
  visit: VisitSummary
  patientId: PersonId
  selfId: PersonId
}

function VisitWords({ visit, patientId, selfId }: VisitWordsProps) {
  const whom = useWith(visit, patientId, selfId)
  const ending = useEnding(visit, selfId)
  return (
    <span className={styles.words}>
      <strong>{dayAndTime(visit.startedAt)}</strong>
      <span>{whom}</span>
      <span className={styles.quiet}>{ending}</span>
    </span>
  )
}
