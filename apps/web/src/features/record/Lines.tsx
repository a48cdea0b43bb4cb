import type { KeptLine, VisitRecord } from '@visita/protocol'
import { useTexts } from '../../platform/i18n.ts'
import { Card } from '../../ui/index.ts'
import styles from './Record.module.css'

/** How the lines of a visit were, for each page that somebody took part with (B7). */
export function Lines({ record }: { record: VisitRecord }) {
  const t = useTexts('record')
  return (
    <Card title={t('line.title')}>
      <ul className={styles.list}>
        {record.lines.map((line) => (
          <li key={line.page}>
            <p>
              {t('line.of', { name: nameOf(record, line), good: shareGood(line), minutes: minutesOf(line) })}
            </p>
            <p className={styles.quiet}>
              <Figures line={line} />
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Figures({ line: { way, roundTrip, sentLoss, receivedLoss } }: { line: KeptLine }) {
  const t = useTexts('record')
  const parts = [
    way && t(`line.way.${way}`),
    roundTrip && t('line.roundTrip', { median: inMs(roundTrip.median), high: inMs(roundTrip.high) }),
    sentLoss && t('line.sentLoss', { share: inPercent(sentLoss.mean) }),
    receivedLoss && t('line.receivedLoss', { share: inPercent(receivedLoss.mean) }),
  ]
  return <>{parts.filter((part) => part !== null).join(' ')}</>
}

const nameOf = (record: VisitRecord, line: KeptLine): string =>
  record.participants.find(({ id }) => id === line.person)?.displayName ?? ''

const secondsOf = ({ seconds }: KeptLine): number => seconds.good + seconds.weak + seconds.voice_only
const minutesOf = (line: KeptLine): number => Math.max(1, Math.round(secondsOf(line) / 60))
const shareGood = (line: KeptLine): string => inPercent(line.seconds.good / secondsOf(line))

const inMs = (seconds: number): number => Math.round(1_000 * seconds)
const inPercent = (share: number): string =>
  share.toLocaleString([], { style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 })
