import type { Case, Score } from '@visita/protocol'
import { Pencil } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button } from '../../ui/index.ts'
import { beginOf, endOf, TrendChart } from '../charts/index.ts'
import record from '../record/Record.module.css'
import styles from './Scores.module.css'
import { judged, type Series } from './series.ts'
import { totalOf, wordsOf } from './words.ts'

interface OneSeriesProps {
  series: Series
  of: Case
  /** Null for who may only look. */
  correct: ((score: Score) => void) | null
}

/** One score over time: where it stands, how it has changed, and all of it as a table. */
export function OneSeries({ series, of, correct }: OneSeriesProps) {
  const t = useTexts('scores')
  const { instrument, standing, lesion } = series
  const last = standing.at(-1)
  if (last === undefined) return null
  const number = of.lesions.findIndex(({ id }) => id === lesion) + 1
  return (
    <section className={styles.series} data-by={last.series}>
      <h3>
        {t(`name.${instrument}.short`)} {totalOf(t, { id: instrument }, last)}
      </h3>
      <p className={record.quiet}>
        {t(`by.${last.series}`, {
          name: last.by.displayName === '' ? t('gone') : last.by.displayName,
          day: writtenDay(last.on),
        })}
        {lesion !== null && ` – ${t('lesion', { number, label: of.lesions[number - 1]?.label ?? '' })}`}
      </p>
      <Changes series={series} />
      {standing.length > 1 && <Trend series={series} of={of} />}
      <details>
        <summary>{t('all', { count: series.all.length })}</summary>
        <AllOf series={series} correct={correct} />
      </details>
    </section>
  )
}

function Trend({ series: { instrument, standing }, of }: Pick<OneSeriesProps, 'series' | 'of'>) {
  const t = useTexts('scores')
  const { treatments } = of.course
  return (
    <TrendChart
      label={t('chart.label', { name: t(`name.${instrument}.short`) })}
      points={standing.map(({ on, points }) => ({ at: beginOf(on), value: points }))}
      spans={treatments.toReversed().map(({ what, from, stopped }) => ({
        label:
          stopped === null
            ? t('chart.since', { what, from })
            : t('chart.until', { what, from, to: stopped.to }),
        from: beginOf(from),
        to: stopped === null ? null : endOf(stopped.to),
      }))}
      spansTitle={t('chart.spans')}
      by={standing[0]?.series ?? 'doctor'}
    />
  )
}

/** Since the last time, and where there are more, since the first. */
function Changes({ series: { definition, standing } }: Pick<OneSeriesProps, 'series'>) {
  const t = useTexts('scores')
  const [first, before, last] = [standing[0], standing.at(-2), standing.at(-1)]
  if (definition === null || !first || !before || !last) return null
  const since = (than: Score): string => {
    const { key, values } = judged(definition, than.units, last.units)
    return t('sinceThen', { day: writtenDay(than.on), change: t(`change.${key}`, { ...values }) })
  }
  return (
    <>
      <p>{since(before)}</p>
      {first !== before && <p>{since(first)}</p>}
    </>
  )
}

function AllOf({
  series: { all, standing, instrument },
  correct,
}: Pick<OneSeriesProps, 'series' | 'correct'>) {
  const t = useTexts('scores')
  return (
    <div className={styles.scrolls}>
      <table className={styles.table}>
        <thead>
          <tr>
            {['day', 'total', 'band', 'who'].map((column) => (
              <th key={column} scope="col">
                {t(`table.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.toReversed().map((score) => {
            const stands = standing.includes(score)
            return (
              <tr key={score.id} data-stands={stands}>
                <th scope="row">{writtenDay(score.on)}</th>
                <td>{score.points.toLocaleString()}</td>
                <td>{score.band === null ? '' : wordsOf(t, instrument).band(score.band)}</td>
                <td>
                  <div className={styles.who}>
                    {score.by.displayName === '' ? t('gone') : score.by.displayName}
                    {!stands && ` (${t('replaced')})`}
                    {stands && correct !== null && score.series === 'doctor' && (
                      <Button icon={Pencil} onClick={() => correct(score)}>
                        {t('correct')}
                      </Button>
                    )}
                  </div>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** A day of the calendar, wherever it is read. */
const writtenDay = (on: string): string =>
  new Date(`${on}T00:00:00Z`).toLocaleDateString([], { dateStyle: 'medium', timeZone: 'UTC' })
