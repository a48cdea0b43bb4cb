import { ChevronRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { recordApi } from '../../platform/record-api.ts'
import { PageTitle } from '../../ui/index.ts'
import { CaseList } from '../cases/index.ts'
import { ConsentNotice } from '../consents/index.ts'
import type { PageProps } from '../home/pages.ts'
import { QuestionsNotice } from '../scores/index.ts'
import { CareTeam } from './CareTeam.tsx'
import { ReadingModel } from './reading-model.ts'
import styles from './Record.module.css'
import { Shown } from './Shown.tsx'
import { VisitList } from './VisitList.tsx'

/** A patient's own record. */
export function OwnRecord({ signedIn: { self } }: PageProps) {
  const t = useTexts('record')
  const [model] = useState(() => new ReadingModel(() => recordApi.patient(self.id)))
  useEffect(() => void model.load(), [model])
  return (
    <div className={styles.page}>
      <PageTitle>{t('own.title')}</PageTitle>
      <p className={styles.quiet}>{t('own.lead')}</p>
      <ConsentNotice patientId={self.id} />
      <QuestionsNotice />
      <Link href="/record/readers" className={styles.button}>
        {t('own.readers')}
        <ChevronRight aria-hidden size={22} />
      </Link>
      <Link href="/record/intake" className={styles.button}>
        {t('own.intake')}
        <ChevronRight aria-hidden size={22} />
      </Link>
      <Link href="/record/consents" className={styles.button}>
        {t('own.consents')}
        <ChevronRight aria-hidden size={22} />
      </Link>
      <Shown model={model}>
        {({ careTeam, cases, visits }) => (
          <div className={styles.beside}>
            <div className={styles.page}>
              <CaseList cases={cases} selfId={self.id} under="/record" />
              <VisitList visits={visits} patientId={self.id} selfId={self.id} under="/record" />
            </div>
            <CareTeam careTeam={careTeam} selfId={self.id} />
          </div>
        )}
      </Shown>
    </div>
  )
}
