import type { Case, Lesion, MeasuredSize, Measurement, PersonId } from '@visita/protocol'
import { useEffect, useState } from 'react'
import { measurementApi } from '../../platform/measurement-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { useReached } from '../../platform/use-fragment.ts'
import { Card, useReadable } from '../../ui/index.ts'
import type { AccessNews } from '../home/access-news.ts'
import { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { day } from '../record/times.ts'
import { useClosing } from '../record/use-closing.ts'
import { AreaChart } from './AreaChart.tsx'
import styles from './Measuring.module.css'
import { areaWords, changeSince, lengthWords } from './words.ts'

type Sized = Measurement & { measured: MeasuredSize }

interface SizesCardProps {
  of: Case
  patientId: PersonId
  news: AccessNews
}

/** The size of each lesion over time; nothing at all while none was measured. */
export function SizesCard({ of, patientId, news }: SizesCardProps) {
  const t = useTexts('measuring')
  const [model] = useState(() => new ReadingModel(() => measurementApi.list(of.id)))
  useEffect(() => void model.load(), [model])
  useClosing(model, news, patientId)
  const reached = useReached('sizes')
  const state = useReadable(model.state)
  const sized = state.status === 'read' ? state.value.filter(isSized) : []
  if (sized.length === 0) return null
  const places = Array.from(Map.groupBy(sized, ({ lesion }) => lesion))
  return (
    <div ref={reached}>
      <Card title={t('card.title')} lead={t('card.lead')}>
        {places.map(([id, sizes]) => (
          <Sizes key={id} lesion={of.lesions.find((each) => each.id === id)} sizes={sizes} />
        ))}
      </Card>
    </div>
  )
}

const isSized = (each: Measurement): each is Sized => each.measured !== null

function Sizes({ lesion, sizes }: { lesion: Lesion | undefined; sizes: readonly Sized[] }) {
  const t = useTexts('measuring')
  return (
    <>
      <h3>{lesion?.label ?? t('card.whole')}</h3>
      {sizes.length > 1 && (
        <AreaChart label={t('card.chart', { name: lesion?.label ?? t('card.whole') })} sizes={sizes} />
      )}
      <div className={styles.scrolled}>
        <table className={styles.sizes}>
          <thead>
            <tr>
              <th scope="col">{t('card.day')}</th>
              <th scope="col">{t('card.area')}</th>
              <th scope="col">{t('card.longest')}</th>
              <th scope="col">{t('card.change')}</th>
            </tr>
          </thead>
          <tbody>
            {sizes.map(({ photo, takenAt, measured }, index) => {
              const change = changeSince(sizes[index - 1]?.measured, measured)
              return (
                <tr key={photo}>
                  <th scope="row">{day(takenAt)}</th>
                  <td>{areaWords(measured, t)}</td>
                  <td>{lengthWords(measured, t)}</td>
                  <td>
                    {change === 'larger' || change === 'smaller' ? (
                      <strong>{t(`card.${change}`)}</strong>
                    ) : (
                      <span className={record.quiet}>{t(`card.${change}`)}</span>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </>
  )
}
