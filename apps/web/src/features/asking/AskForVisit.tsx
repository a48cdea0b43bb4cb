import { useTexts } from '../../platform/i18n.ts'
import { Notice, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import { IntakeNotice } from '../background/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import type { PageProps } from '../home/pages.ts'
import { QuestionsNotice } from '../scores/index.ts'
import styles from './Asking.module.css'
import { MissedCall } from './MissedCall.tsx'
import { RequestForm } from './RequestForm.tsx'
import { useRequestModel } from './use-request-model.ts'
import { WaitingPlace } from './WaitingPlace.tsx'

/** A patient asks for a visit, and waits for it on the same page (B1). */
export function AskForVisit({ model, signedIn: { self } }: PageProps) {
  const t = useTexts('asking')
  const request = useRequestModel(model)
  const state = useReadable(request.state)
  return (
    <div className={styles.page}>
      <MissedCall model={model} />
      <QuestionsNotice />
      {state.status === 'looking' && <Progress label={t('app:loading')} />}
      {state.status === 'failed' && (
        <>
          <PageTitle>{t('title')}</PageTitle>
          <NotFetched code={state.code} again={() => void request.look()} />
        </>
      )}
      {state.status === 'none' && (
        <>
          {state.withdrawn && <Notice>{t('withdrawn')}</Notice>}
          <IntakeNotice patientId={self.id} />
          <RequestForm model={model} send={(asked) => request.send(asked)} />
        </>
      )}
      {state.status === 'waiting' && (
        <WaitingPlace model={model} request={state.request} withdraw={() => request.withdraw()} />
      )}
    </div>
  )
}
