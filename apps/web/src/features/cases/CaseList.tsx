import type { CaseSummary, PersonId } from '@visita/protocol'
import type { ReactNode } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Card } from '../../ui/index.ts'
import styles from '../record/Record.module.css'
import { RowLink } from '../record/RowLink.tsx'
import { day } from '../record/times.ts'

interface CaseListProps {
  /** The newest first. */
  cases: readonly CaseSummary[]
  selfId: PersonId
  /** The address of the record, under which each case has its own. */
  under: string
  /** What can be done with the list. */
  children?: ReactNode
}

/** The complaints that are followed, each with who is responsible. */
export function CaseList({ cases, selfId, under, children }: CaseListProps) {
  const t = useTexts('cases')
  return (
    <Card title={t('list.title')}>
      {cases.length === 0 && <p className={styles.quiet}>{t('list.none')}</p>}
      <ul className={styles.rows}>
        {cases.map((each) => (
          <li key={each.id}>
            <RowLink href={`${under}/cases/${each.id}`}>
              <span className={styles.words}>
                <strong>{each.title}</strong>
                <span>{t(`complaint.${each.complaint}`)}</span>
                <span className={styles.quiet}>
                  <Standing of={each} selfId={selfId} />
                </span>
              </span>
            </RowLink>
          </li>
        ))}
      </ul>
      {children}
    </Card>
  )
}

/** Whether a case is open, since when, and who answers for it. */
export function Standing({ of: each, selfId }: { of: CaseSummary; selfId: PersonId }) {
  const t = useTexts('cases')
  const { id, displayName } = each.responsible
  const name = displayName === '' ? t('gone') : displayName
  const who = id === selfId ? t('responsible.you') : t('responsible.other', { name })
  const since =
    each.closedAt === null
      ? t('state.open', { day: day(each.openedAt) })
      : t('state.closed', { day: day(each.closedAt) })
  return (
    <>
      {since} {who}
    </>
  )
}
