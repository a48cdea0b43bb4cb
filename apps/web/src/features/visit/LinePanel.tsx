import { readDetails, type Call, type LineDetails, type PictureDetails } from '@visita/call'
import { useEffect, useState, type ReactNode } from 'react'
import texts from '../../locales/en/details.json'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import styles from './LinePanel.module.css'

addTexts('details', texts)

const EVERY = 1_000

interface LinePanelProps {
  call: Call
  /** Whose line it is; null where there is only one. */
  name: string | null
}

/** The connection in figures, for the curious (B7). */
export function LinePanel({ call, name }: LinePanelProps) {
  const t = useTexts('details')
  const details = useDetails(call)
  const none = t('unknown')
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
      <Figure name={t('way')}>{details?.way ? t(`ways.${details.way}`) : none}</Figure>
      <Figure name={t('roundTrip')}>{ms(details?.roundTrip)}</Figure>
      <Figure name={t('jitter')}>{ms(details?.jitter)}</Figure>
      <Figure name={t('sent')}>{picture(details?.sent)}</Figure>
      <Figure name={t('received')}>{picture(details?.received)}</Figure>
      <Figure name={t('limitedBy')}>{t(`limits.${details?.limitedBy ?? 'none'}`)}</Figure>
    </dl>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function useDetails(call: Call): LineDetails | null {
  const [details, setDetails] = useState<LineDetails | null>(null)
  useEffect(() => {
    let closed = false
    const look = async (): Promise<void> => {
      const report = await call.stats().catch(() => null)
      if (!closed && report) setDetails((before) => readDetails(report, before))
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
