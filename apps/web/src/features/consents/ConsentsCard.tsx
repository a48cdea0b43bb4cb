import type { PersonId } from '@visita/protocol'
import { useEffect, useState } from 'react'
import { consentApi } from '../../platform/consent-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Card, Notice } from '../../ui/index.ts'
import type { AccessNews } from '../home/access-news.ts'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { day } from '../record/times.ts'
import { useClosing } from '../record/use-closing.ts'
import { History } from './History.tsx'
import { standingOf } from './standing.ts'

/** For a doctor: which consents stand. That to care is missed in words, and locks nobody out. */
export function ConsentsCard({ patientId, news }: { patientId: PersonId; news: AccessNews }) {
  const t = useTexts('consents')
  const [model] = useState(() => new ReadingModel(() => consentApi.list(patientId)))
  useEffect(() => void model.load(), [model])
  useClosing(model, news, patientId)
  return (
    <Card title={t('card.title')}>
      <Shown model={model}>
        {(consents) => (
          <>
            {consents.some((each) => each.kind === 'care' && each.answers[0]?.answer !== 'yes') && (
              <Notice title={t('card.noCare')}>{t('card.noCareHow')}</Notice>
            )}
            <ul className={record.list}>
              {consents.map((consent) => (
                <li key={consent.kind}>
                  <strong>{t(`kind.${consent.kind}`)}</strong>
                  <p className={record.quiet}>
                    {t(`card.${standingOf(consent)}`, { day: day(consent.answers[0]?.at ?? 0) })}
                  </p>
                  <History consent={consent} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Shown>
    </Card>
  )
}
