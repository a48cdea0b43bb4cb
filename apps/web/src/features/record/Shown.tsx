import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import type { RefusalCode } from '../../platform/refused.ts'
import { Button, Notice, Progress, useReadable } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import type { ReadingModel } from './reading-model.ts'

interface ShownProps<T> {
  model: ReadingModel<T>
  children: (value: T) => ReactNode
  /** What is shown in the place of what was refused, where that is more than why. */
  instead?: Partial<Record<RefusalCode, ReactNode>>
}

/** What a model reads, or how it stands with it. */
export function Shown<T>({ model, children, instead }: ShownProps<T>) {
  const t = useTexts('record')
  const state = useReadable(model.state)
  switch (state.status) {
    case 'loading':
      return <Progress label={t('app:loading')} />
    case 'closed':
      return <Notice title={t('closed.title')}>{t('closed.text')}</Notice>
    case 'failed':
      return (
        instead?.[state.code] ?? (
          <>
            <RefusalNotice code={state.code} />
            <Button icon={RefreshCw} onClick={() => void model.load()}>
              {t('app:unreachable.retry')}
            </Button>
          </>
        )
      )
    case 'read':
      return children(state.value)
  }
}
