import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { photoApi } from '../../platform/photo-api.ts'
import { Card, PageTitle } from '../../ui/index.ts'
import type { PageProps } from '../home/pages.ts'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { RowLink } from '../record/RowLink.tsx'
import { Shown } from '../record/Shown.tsx'
import { dayAndTime } from '../record/times.ts'

/** What a doctor's patients have sent and nobody has opened (B25); it follows what comes. */
export function NewPhotos({ model: { socket } }: PageProps) {
  const t = useTexts('photos')
  const [model] = useState(() => new ReadingModel(() => photoApi.unseen()))
  useEffect(() => {
    void model.load()
    return socket.on('photos:changed', () => void model.load())
  }, [model, socket])
  return (
    <div className={record.narrow}>
      <PageTitle>{t('worklist.title')}</PageTitle>
      <Card title={t('worklist.title')} lead={t('worklist.lead')}>
        <Shown model={model}>
          {(cases) => (
            <>
              {cases.length === 0 && <p className={record.quiet}>{t('worklist.none')}</p>}
              <ul className={record.rows}>
                {cases.map((each) => (
                  <li key={each.case}>
                    <RowLink href={`/patients/${each.patient.id}/cases/${each.case}`}>
                      <span className={record.words}>
                        <strong>{each.patient.displayName}</strong>
                        <span>{each.title}</span>
                        <span className={record.quiet}>
                          {t('worklist.count', { count: each.count, time: dayAndTime(each.newestAt) })}
                        </span>
                      </span>
                    </RowLink>
                  </li>
                ))}
              </ul>
            </>
          )}
        </Shown>
      </Card>
    </div>
  )
}
