import type { ErrorCode } from '@visita/protocol'
import { ArrowRightLeft, RefreshCw, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { textOf, type FailureCode } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Progress } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import styles from './App.module.css'
import type { AppModel, Stage } from './app-model.ts'

/* Pages with one sentence and one way on. */

function Interlude({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <main className={styles.interlude}>
      <h1>{title}</h1>
      <p>{text}</p>
      {children}
    </main>
  )
}

export function Loading() {
  const t = useTexts()
  return (
    <main className={styles.interlude} aria-busy>
      <p role="status">{t('loading')}</p>
      <Progress label={t('loading')} />
    </main>
  )
}

export function Unreachable({ retry }: { retry: () => void }) {
  const t = useTexts()
  return (
    <Interlude title={t('unreachable.title')} text={t(textOf('server_unreachable'))}>
      <Button tone="primary" icon={RefreshCw} onClick={retry}>
        {t('unreachable.retry')}
      </Button>
    </Interlude>
  )
}

const BLOCKS: Partial<Record<ErrorCode, [title: string, FailureCode]>> = {
  protocol_mismatch: ['protocol_mismatch', 'page_outdated'],
  too_fast: ['too_fast', 'too_many_tabs'],
}

export function Blocked({ code }: { code: ErrorCode }) {
  const t = useTexts()
  const [reason, failure] = BLOCKS[code] ?? ['other', 'page_refused']
  return (
    <Interlude title={t(`blocked.${reason}.title`)} text={t(textOf(failure))}>
      <Button tone="primary" icon={RefreshCw} onClick={() => location.reload()}>
        {t('blocked.reload')}
      </Button>
    </Interlude>
  )
}

export function Elsewhere({ model, stage }: { model: AppModel; stage: Extract<Stage, { at: 'elsewhere' }> }) {
  const t = useTexts()
  return (
    <Interlude title={t('elsewhere.title')} text={t('elsewhere.text')}>
      <RefusalNotice code={stage.problem} />
      <Button tone="primary" icon={ArrowRightLeft} onClick={() => void model.takeOver(stage.roomId)}>
        {t('elsewhere.takeOver')}
      </Button>
      <Button icon={Users} onClick={() => model.goOn()}>
        {t(model.session.signedIn || model.session.byLink ? 'elsewhere.home' : 'elsewhere.lobby')}
      </Button>
    </Interlude>
  )
}
