import { secondsLeft } from '@visita/call'
import { LANGUAGE, useTexts } from '../../platform/i18n.ts'
import { Progress } from '../../ui/index.ts'
import { formatSize, formatSpeed, formatTimeLeft } from './amounts.ts'
import type { FileCard } from './files-model.ts'
import styles from './FilesPanel.module.css'

interface FileStatusProps {
  card: FileCard
  canSaveToDisk: boolean
}

/** How far a file is, in words and, while it moves, as a bar. */
export function FileStatus({ card, canSaveToDisk }: FileStatusProps) {
  const name = card.person.displayName
  const t = useTexts('files')
  const { state, direction } = card
  const out = direction === 'out'
  switch (state.kind) {
    case 'offered':
      if (out) return <p>{t('state.waitingForPeer', { name })}</p>
      return <p>{t(canSaveToDisk ? 'state.waitingForYou' : 'state.waitingTooLarge')}</p>
    case 'moving':
      return <Moving card={card} bytes={state.bytes} bytesPerSecond={state.bytesPerSecond} />
    case 'checking':
      return <p>{t('state.checking')}</p>
    case 'done':
      return <p className={styles.good}>{t(doneText(card))}</p>
    case 'declined':
      if (state.reason === 'too_many') return <p>{t(out ? 'state.tooManyThere' : 'state.tooManyHere')}</p>
      return <p>{t(out ? 'state.declinedByPeer' : 'state.declinedByYou', { name })}</p>
    case 'cancelled':
      return <p>{t(state.by === 'self' ? 'state.cancelledByYou' : 'state.cancelledByPeer', { name })}</p>
    case 'failed':
      return (
        <p className={styles.problem} role="alert">
          {t(`failed.${state.problem}`, { name })}
        </p>
      )
  }
}

function doneText({ direction, url }: FileCard): string {
  if (direction === 'out') return 'state.sent'
  return url === null ? 'state.savedToDisk' : 'state.received'
}

interface MovingProps {
  card: FileCard
  bytes: number
  bytesPerSecond: number | null
}

function Moving({ card, bytes, bytesPerSecond }: MovingProps) {
  const t = useTexts('files')
  const done = formatSize(bytes, LANGUAGE)
  const total = formatSize(card.size, LANGUAGE)
  const seconds = secondsLeft(card)
  return (
    <>
      <Progress label={t('progressLabel', { name: card.name })} value={bytes / card.size} />
      <p className={styles.amounts}>
        {seconds === null
          ? t('progress', { done, total })
          : t('progressLeft', { done, total, left: formatTimeLeft(seconds, LANGUAGE) })}
        {bytesPerSecond !== null && <span>{formatSpeed(bytesPerSecond, LANGUAGE)}</span>}
      </p>
    </>
  )
}
