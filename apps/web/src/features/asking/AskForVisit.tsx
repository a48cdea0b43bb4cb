import { requestIdSchema } from '@visita/protocol'
import { ArrowRightLeft, RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import type { PageProps } from '../home/pages.ts'
import styles from './Asking.module.css'
import { RequestForm } from './RequestForm.tsx'
import { RequestModel } from './request-model.ts'
import { WaitingPlace } from './WaitingPlace.tsx'

/** A patient asks for a visit, and waits for it on the same page (B1). */
export function AskForVisit({ model }: PageProps) {
  const t = useTexts('asking')
  const request = useRequestModel(model)
  const state = useReadable(request.state)
  return (
    <div className={styles.page}>
      <OpenVisit model={model} />
      <MissedCall model={model} />
      {state.status === 'looking' && <Progress label={t('app:loading')} />}
      {state.status === 'failed' && (
        <>
          <PageTitle>{t('title')}</PageTitle>
          <RefusalNotice code={state.code} />
          <Button icon={RefreshCw} onClick={() => void request.look()}>
            {t('app:unreachable.retry')}
          </Button>
        </>
      )}
      {state.status === 'none' && (
        <>
          {state.withdrawn && <Notice>{t('withdrawn')}</Notice>}
          <RequestForm model={model} send={(asked) => request.send(asked)} />
        </>
      )}
      {state.status === 'waiting' && (
        <WaitingPlace model={model} request={state.request} withdraw={() => request.withdraw()} />
      )}
    </div>
  )
}

function useRequestModel(model: AppModel): RequestModel {
  const [request] = useState(
    () =>
      new RequestModel({
        socket: model.socket,
        newId: () => requestIdSchema.parse(crypto.randomUUID()),
        onOver: () => void model.lobby.enter().catch(() => undefined),
      }),
  )
  useEffect(() => request.start(), [request])
  return request
}

/** The visit goes on in another tab, or was cut off. */
function OpenVisit({ model }: { model: AppModel }) {
  const t = useTexts('lobby')
  const { openVisit } = useReadable(model.lobby.state)
  if (openVisit === null) return null
  return (
    <Notice
      title={t('openVisit.title', { name: openVisit.peer.displayName })}
      actions={
        <Button tone="primary" icon={ArrowRightLeft} onClick={() => void model.takeOver(openVisit.roomId)}>
          {t('openVisit.join')}
        </Button>
      }
    >
      {t('openVisit.text')}
    </Notice>
  )
}

/** What became of a doctor's call that was not answered here. */
function MissedCall({ model }: { model: AppModel }) {
  const t = useTexts('asking')
  const { notice } = useReadable(model.lobby.state)
  if (notice?.side !== 'callee') return null
  const { what, name } = notice
  return (
    <Notice
      actions={<Button onClick={() => model.lobby.dismissNotice()}>{t('lobby:notice.dismiss')}</Button>}
    >
      {t([`missed.${what}`, 'missed.other'], { name })}
    </Notice>
  )
}
