import type { LineKeeper } from '@visita/call'
import type { LineVerdict } from '@visita/protocol'
import { SignalHigh, SignalLow, SignalMedium } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Notice, useReadable } from '../../ui/index.ts'
import styles from './LineBars.module.css'

interface LineProps {
  line: LineKeeper
  /** Of the other person. */
  name: string
}

const ICONS = { good: SignalHigh, weak: SignalMedium, voice_only: SignalLow }

/** Opens the figures behind the bars. */
export interface DetailsButton {
  open: boolean
  onPress: () => void
}

/** How both lines are, in bars and words (B7). */
export function LineBars({ line, name, details }: LineProps & { details: DetailsButton }) {
  const t = useTexts('visit')
  const { own, remote } = useReadable(line.lines)
  return (
    <div role="status">
      <button type="button" className={styles.lines} aria-expanded={details.open} onClick={details.onPress}>
        <Bars verdict={own} of={t('line.own')} />
        {remote && <Bars verdict={remote} of={t('line.theirs', { name })} />}
      </button>
    </div>
  )
}

function Bars({ verdict, of }: { verdict: LineVerdict; of: string }) {
  const t = useTexts('visit')
  const Icon = ICONS[verdict]
  return (
    <span className={styles.line} data-verdict={verdict}>
      <Icon aria-hidden size={20} />
      {t('line.of', { of, verdict: t(`line.${verdict}`) })}
    </span>
  )
}

/** Of several, how the line of one is; in words too where it is not good. */
export function LineSign({ line, name }: LineProps) {
  const t = useTexts('visit')
  const { own, remote } = useReadable(line.lines)
  const verdict = remote ?? own
  const Icon = ICONS[verdict]
  const words = t('line.of', { of: t('line.theirs', { name }), verdict: t(`line.${verdict}`) })
  return (
    <span className={styles.line} data-verdict={verdict} title={words}>
      <Icon aria-hidden size={20} />
      <span className="visually-hidden">{words}</span>
    </span>
  )
}

/** Says on both sides why there is no picture at this moment; `own`: of one's own line too. */
export function LineNotice({ line, name, own: saysOwn }: LineProps & { own: boolean }) {
  const t = useTexts('visit')
  const { own, remote } = useReadable(line.lines)
  return (
    <>
      {saysOwn && own === 'voice_only' && <Notice>{t('line.ownPaused')}</Notice>}
      {remote === 'voice_only' && <Notice>{t('line.remotePaused', { name })}</Notice>}
    </>
  )
}
