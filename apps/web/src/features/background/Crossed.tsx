import type { BackgroundContent, PersonId } from '@visita/protocol'
import { useEffect, useState } from 'react'
import { backgroundApi } from '../../platform/background-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { ReadingModel } from '../record/reading-model.ts'
import { Facts } from './Facts.tsx'
import type { Editing } from './use-background.ts'

interface CrossedProps {
  patientId: PersonId
  editing: Pick<Editing, 'saver'>
  /** The person would rather have what the other wrote. */
  takeTheirs: () => void
}

/** Somebody else has written meanwhile: what they wrote, and the choice between the two. */
export function Crossed(props: CrossedProps) {
  const { status } = useReadable(props.editing.saver.state)
  return status === 'conflict' ? <Choosing {...props} /> : null
}

function Choosing({ patientId, editing: { saver }, takeTheirs }: CrossedProps) {
  const t = useTexts('background')
  const [model] = useState(() => new ReadingModel(() => backgroundApi.read(patientId)))
  useEffect(() => void model.load(), [model])
  const state = useReadable(model.state)
  if (state.status === 'failed') return <NotFetched code={state.code} again={() => void model.load()} />
  if (state.status !== 'read') return null
  const { revision, content, last } = state.value
  return (
    <Card title={t('crossed.title', { name: last?.by.displayName ?? '' })} lead={t('crossed.lead')}>
      <Facts content={content satisfies BackgroundContent} />
      <Button onClick={takeTheirs}>{t('crossed.theirs')}</Button>
      <Button onClick={() => saver.settle(revision)}>{t('crossed.mine')}</Button>
    </Card>
  )
}
