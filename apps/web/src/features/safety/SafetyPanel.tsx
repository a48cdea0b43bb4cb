import type { Call, SafetyVerdict } from '@visita/call'
import { PhoneOff, RotateCcw, ShieldAlert, ShieldCheck } from 'lucide-react'
import texts from '../../locales/en/safety.json'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import { Button, Notice, Progress, useReadable } from '../../ui/index.ts'
import styles from './SafetyPanel.module.css'

// The texts come with the panel, not with the first page.
addTexts('safety', texts)

interface SafetyPanelProps {
  call: Call
  peerName: string
  /** Where there are several, each code says with whom. */
  named: boolean
  onEnd: () => void
}

/** The safety code of the connection to one person, to be compared by voice (X6). */
export function SafetyPanel({ call, peerName: name, named, onEnd }: SafetyPanelProps) {
  const t = useTexts('safety')
  const safety = useReadable(call.safety.state)
  return (
    <div className={styles.safety}>
      {named && <h3>{name}</h3>}
      <p>{t('why', { name })}</p>
      {safety.status === 'none' && <Notice>{t('waiting', { name })}</Notice>}
      {safety.status === 'agreeing' && <Progress label={t('agreeing')} />}
      {safety.status === 'failed' && (
        <Notice tone="problem" title={t('failedTitle')} actions={<EndButton onEnd={onEnd} />}>
          {t('failed', { name })}
        </Notice>
      )}
      {safety.status === 'ready' && (
        <>
          {safety.renewed && safety.verdict === 'open' && <Notice>{t('renewed')}</Notice>}
          <Code code={safety.code} />
          <Verdict call={call} name={name} code={safety.code} verdict={safety.verdict} onEnd={onEnd} />
        </>
      )}
    </div>
  )
}

/** A list, so that a screen reader stops between the groups. */
function Code({ code }: { code: readonly string[] }) {
  const t = useTexts('safety')
  const groups = code.map((digits, place) => ({ digits, place }))
  return (
    <ol className={styles.code} aria-label={t('code')}>
      {groups.map(({ digits, place }) => (
        <li key={place}>{digits}</li>
      ))}
    </ol>
  )
}

interface VerdictProps {
  call: Call
  name: string
  code: readonly string[]
  verdict: SafetyVerdict
  onEnd: () => void
}

function Verdict({ call, name, code, verdict, onEnd }: VerdictProps) {
  const t = useTexts('safety')
  switch (verdict) {
    case 'open':
      return (
        <>
          <p>{t('how', { name })}</p>
          <div className={styles.answers}>
            <Button icon={ShieldCheck} tone="primary" onClick={() => call.safety.judge(code, 'same')}>
              {t('matches')}
            </Button>
            <Button icon={ShieldAlert} onClick={() => call.safety.judge(code, 'different')}>
              {t('differs')}
            </Button>
          </div>
        </>
      )
    case 'same':
      return <Notice title={t('sameTitle')}>{t('same', { name })}</Notice>
    case 'different':
      return (
        <Notice
          tone="problem"
          title={t('differentTitle')}
          actions={
            <>
              <EndButton onEnd={onEnd} />
              <Button icon={RotateCcw} onClick={() => call.safety.judge(code, 'open')}>
                {t('again')}
              </Button>
            </>
          }
        >
          {t('different', { name })}
        </Notice>
      )
  }
}

function EndButton({ onEnd }: { onEnd: () => void }) {
  const t = useTexts('safety')
  return (
    <Button icon={PhoneOff} tone="danger" onClick={onEnd}>
      {t('end')}
    </Button>
  )
}
