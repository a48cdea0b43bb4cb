import type { ReactNode } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import type { RefusalCode } from '../../platform/refused.ts'
import { Notice, Progress, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
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
      return instead?.[state.code] ?? <NotFetched code={state.code} again={() => void model.load()} />
    case 'read':
      return children(state.value)
  }
}
