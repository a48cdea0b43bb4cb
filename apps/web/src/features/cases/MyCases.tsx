import type { CaseList } from '@visita/protocol'
import { useEffect, useState } from 'react'
import { caseApi } from '../../platform/case-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Card, PageTitle } from '../../ui/index.ts'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { RowLink } from '../record/RowLink.tsx'
import { Shown } from '../record/Shown.tsx'

/** The open cases that a doctor answers for, and those that were offered to them. */
export function MyCases() {
  const t = useTexts('cases')
  const [model] = useState(() => new ReadingModel(() => caseApi.own()))
  useEffect(() => void model.load(), [model])
  return (
    <div className={record.page}>
      <PageTitle>{t('mine.title')}</PageTitle>
      <Shown model={model}>
        {({ offered, own }) => (
          <>
            {offered.length > 0 && <Rows title={t('mine.offered')} cases={offered} />}
            {own.length > 0 && <Rows title={t('mine.own')} cases={own} />}
            {own.length === 0 && <p className={record.quiet}>{t('mine.none')}</p>}
          </>
        )}
      </Shown>
    </div>
  )
}

function Rows({ title, cases }: { title: string; cases: CaseList['own'] }) {
  const t = useTexts('cases')
  return (
    <Card title={title}>
      <ul className={record.rows}>
        {cases.map((each) => (
          <li key={each.id}>
            <RowLink href={`/patients/${each.patient.id}/cases/${each.id}`}>
              <span className={record.words}>
                <strong>{each.patient.displayName}</strong>
                <span>{each.title}</span>
                <span className={record.quiet}>
                  {t(`complaint.${each.complaint}`)}
                  {each.offeredTo !== null &&
                    `. ${t('hand.offeredByOther', { name: each.offeredTo.displayName })}`}
                </span>
              </span>
            </RowLink>
          </li>
        ))}
      </ul>
    </Card>
  )
}
