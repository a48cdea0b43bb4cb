import type { AuditCheck } from '@visita/protocol'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Notice, Progress } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import styles from './Log.module.css'
import type { LogModel } from './log-model.ts'

/** Whether somebody has changed the log from outside, and how to find out without this page. */
export function CheckCard({ model }: { model: LogModel }) {
  const t = useTexts('log')
  const [found, setFound] = useState<AuditCheck | null>(null)
  const request = useRequest()
  const check = (): void => {
    setFound(null)
    void request.run(async () => setFound(await model.check()))
  }
  return (
    <Card title={t('check.title')} lead={t('check.text')}>
      <RefusalNotice code={request.refused} />
      {found && <Found {...found} />}
      {request.sending ? (
        <Progress label={t('check.checking')} />
      ) : (
        <Button icon={ShieldCheck} onClick={check}>
          {t('check.check')}
        </Button>
      )}
      <details className={styles.how}>
        <summary>{t('check.yourself')}</summary>
        <p className={styles.quiet}>{t('check.how')}</p>
        <code>npm run visita -- audit verify --anchors FILE</code>
      </details>
    </Card>
  )
}

function Found({ verdict, damaged }: AuditCheck) {
  const t = useTexts('log')
  const remark = damaged === 0 ? '' : ` ${t('check.damaged', { damaged })}`
  if (!verdict.whole) {
    const { fault, seq } = verdict
    const what = t(`check.fault.${fault}`, { seq, before: seq - 1 })
    return <Notice tone="problem" title={what}>{`${t('check.whatNow')}${remark}`}</Notice>
  }
  const { events, anchored } = verdict
  const vouched = anchored === 0 ? t('check.notAnchored') : t('check.anchored', { anchored })
  return (
    <Notice tone={damaged === 0 ? 'info' : 'problem'} title={t('check.whole', { events })}>
      {`${vouched}${remark}`}
    </Notice>
  )
}
