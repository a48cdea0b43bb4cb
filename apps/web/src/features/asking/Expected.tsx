import { DoorClosed, Video } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import type { AppModel, Stage } from '../app/app-model.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { SinglePage } from '../forms/SinglePage.tsx'
import { useRequest } from '../forms/use-request.ts'
import { OpenVisit } from '../lobby/OpenVisit.tsx'
import styles from './Asking.module.css'
import { MissedCall } from './MissedCall.tsx'
import { useRequestModel } from './use-request-model.ts'
import { WaitingPlace } from './WaitingPlace.tsx'

interface ExpectedProps {
  model: AppModel
  stage: Extract<Stage, { at: 'expected' }>
}

/** Who came by a link to one visit waits here for it. The link has said all that a form would ask. */
export function Expected({ model, stage: { clinic, problem } }: ExpectedProps) {
  const t = useTexts('asking')
  const request = useRequestModel(model)
  const state = useReadable(request.state)
  const coming = useRequest()
  const { openVisit } = useReadable(model.lobby.state)
  const come = (): void =>
    void coming.run(() => request.send({ reason: 'other', text: '', doctor: null, urgent: false }))
  useFirst(state.status !== 'looking', () => {
    if (state.status === 'none' && openVisit === null) come()
  })

  if (coming.refused === 'link_used' && openVisit === null) return <Over leave={() => void model.leave()} />
  return (
    <main className={styles.expected}>
      <p className={styles.quiet}>{clinic.name ?? t('app:name')}</p>
      <RefusalNotice code={problem} />
      <OpenVisit model={model} />
      <MissedCall model={model} />
      {state.status === 'waiting' && (
        <WaitingPlace model={model} request={state.request} withdraw={() => request.withdraw()} />
      )}
      {state.status === 'failed' && (
        <>
          <PageTitle>{t('expected.title')}</PageTitle>
          <NotFetched code={state.code} again={() => void request.look()} />
        </>
      )}
      {(state.status === 'looking' || coming.sending) && <Progress label={t('app:loading')} />}
      {state.status === 'none' && !coming.sending && openVisit === null && (
        <>
          <PageTitle>{t('expected.title')}</PageTitle>
          {state.withdrawn && <Notice>{t('expected.withdrawn')}</Notice>}
          <RefusalNotice code={coming.refused} here={{ offline: t('expected.notSent') }} />
          <Button tone="primary" icon={Video} wide onClick={come}>
            {t('expected.come')}
          </Button>
        </>
      )}
    </main>
  )
}

function Over({ leave }: { leave: () => void }) {
  const t = useTexts('asking')
  return (
    <SinglePage>
      <PageTitle>{t('expected.over.title')}</PageTitle>
      <p>{t('expected.over.text')}</p>
      <Button icon={DoorClosed} wide onClick={leave}>
        {t('expected.over.leave')}
      </Button>
    </SinglePage>
  )
}

/**
 * What the first answer asks for, and nothing later: whoever has left the queue is not brought back, and a request
 * that is gone has most likely been taken a moment ago.
 */
function useFirst(isKnown: boolean, act: () => void): void {
  const done = useRef(false)
  useEffect(() => {
    if (!isKnown || done.current) return
    done.current = true
    act()
  })
}
