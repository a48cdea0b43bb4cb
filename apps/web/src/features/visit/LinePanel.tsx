import { readDetails, type Call, type LineDetails, type LineKeeper, type PictureDetails } from '@visita/call'
import type { LineVerdict } from '@visita/protocol'
import { useEffect, useState, type ReactNode } from 'react'
import texts from '../../locales/en/details.json'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import { useReadable } from '../../ui/index.ts'
import styles from './LinePanel.module.css'

addTexts('details', texts)

const EVERY = 1_000

interface LinePanelProps {
  call: Call
  line: LineKeeper
  /** Whose line it is; null where there is only one. */
  name: string | null
}

/** The connection in figures, for the curious (B7). */
export function LinePanel({ call, line, name }: LinePanelProps) {
  const t = useTexts('details')
  const details = useDetails(call)
  const { own } = useReadable(line.lines)
  const none = t('unknown')
  const way = details?.isOtherWay === true ? 'forwarded' : details?.way
  const ms = (seconds: number | null | undefined): string =>
    seconds === null || seconds === undefined ? none : t('ms', { ms: Math.round(1_000 * seconds) })
  const picture = (of: PictureDetails | null | undefined): string => {
    if (!of) return none
    const { bits, ...size } = of
    return t('picture', { ...size, kilobits: bits === null ? none : Math.round(bits / 1_000) })
  }
  return (
    <dl className={styles.details} aria-label={name ?? undefined}>
      {name !== null && <Figure name={t('with')}>{name}</Figure>}
      <Figure name={t('way')}>{way ? t(`ways.${way}`) : none}</Figure>
      <Figure name={t('roundTrip')}>{ms(details?.roundTrip)}</Figure>
      <Figure name={t('jitter')}>{ms(details?.jitter)}</Figure>
      <Figure name={t('received')}>{picture(details?.received)}</Figure>
      {/* What goes to all at once is no matter of the line with one of them. */}
      {way !== 'forwarded' && (
        <>
          <Figure name={t('sent')}>{picture(details?.sent)}</Figure>
          <Figure name={t('limitedBy')}>{t(`limits.${limitOf(details, own)}`)}</Figure>
        </>
      )}
    </dl>
  )
}

/** A line that is called good and yet holds the picture back has more room than the picture takes so far. */
function limitOf(details: LineDetails | null, own: LineVerdict): 'none' | 'growing' | 'line' | 'device' {
  const limit = details?.limitedBy ?? 'none'
  return limit === 'line' && own === 'good' ? 'growing' : limit
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** `isOtherWay`: they come by the forwarding server, and so do the figures. */
type ShownDetails = LineDetails & { isOtherWay: boolean }

function useDetails(call: Call): ShownDetails | null {
  const [details, setDetails] = useState<ShownDetails | null>(null)
  useEffect(() => {
    let closed = false
    const look = async (): Promise<void> => {
      const shown = await call.shownStats().catch(() => null)
      if (closed || shown === null) return
      const { report, isOtherWay } = shown
      // Figures of one way say nothing of the other.
      setDetails((before) => ({
        ...readDetails(report, before?.isOtherWay === isOtherWay ? before : null),
        isOtherWay,
      }))
    }
    void look()
    const timer = setInterval(() => void look(), EVERY)
    return () => {
      closed = true
      clearInterval(timer)
    }
  }, [call])
  return details
}
