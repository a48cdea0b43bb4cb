import { RefreshCw } from 'lucide-react'
import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice } from '../../ui/index.ts'
import styles from './Check.module.css'
import type { LineState } from './line-look.ts'
import { Tick } from './Tick.tsx'

interface FindingsProps {
  state: LineState
  again: () => void
}

const WAYS = ['relay_udp', 'relay_tcp', 'relay_tls'] as const

/** What to do about the connection, and beneath it each thing that was looked at. */
export function Findings({ state, again }: FindingsProps) {
  const t = useTexts('check')
  if (state.status === 'looking') return null
  const retry = (
    <Button icon={RefreshCw} onClick={again}>
      {t('again')}
    </Button>
  )
  if (state.status === 'failed') {
    return (
      <Notice tone="problem" actions={retry}>
        {t('notMeasured')}
      </Notice>
    )
  }
  const { line, cause, ways, rates } = state
  return (
    <>
      {line !== 'good' && (
        <Notice tone="problem" actions={retry}>
          {cause === null ? t('weak') : t(textOf(`no_way.${cause}`))}
        </Notice>
      )}
      <details className={styles.details}>
        <summary>{t('details')}</summary>
        <ul className={styles.ticks}>
          <Outcome name="browser" isGood={canCall()} />
          {'stun' in ways && <Outcome name="way.udp" isGood={ways.stun || ways.relay_udp === true} />}
          {WAYS.map(
            (way) => way in ways && <Outcome key={way} name={`way.${way}`} isGood={ways[way] === true} />,
          )}
          <Tick mark={line === 'weak' && cause === null ? 'weak' : 'good'}>
            {t('speed', { up: megabits(rates.up), down: megabits(rates.down) })}
          </Tick>
        </ul>
        {line === 'good' && retry}
      </details>
    </>
  )
}

function Outcome({ name, isGood }: { name: string; isGood: boolean }) {
  const t = useTexts('check')
  const mark = isGood ? 'good' : 'bad'
  return <Tick mark={mark}>{t(`${name}.${mark}`)}</Tick>
}

const canCall = (): boolean => 'RTCPeerConnection' in globalThis && 'mediaDevices' in navigator

const megabits = (kilobits: number): string => (kilobits / 1_000).toFixed(1)
