import { mayEver } from '@visita/protocol'
import { Coffee, Link2 } from 'lucide-react'
import { Link } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice, PageTitle, Progress, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import type { PageProps } from '../home/pages.ts'
import type { LobbyModel } from '../lobby/lobby-model.ts'
import styles from './Queue.module.css'
import { QueueRow } from './QueueRow.tsx'

/** Those who wait for a visit: for a doctor with the reason and the way to begin, for a coordinator without. */
export function Queue({ model, signedIn, queue }: PageProps) {
  const t = useTexts('queue')
  const state = useReadable(queue.state)
  const mayCall = mayEver(signedIn.roles, 'request.accept')
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <PageTitle>{t('title')}</PageTitle>
        <Link href="/waiting/links" className={styles.link}>
          <Link2 aria-hidden size={22} />
          {t('link')}
        </Link>
      </div>
      <CallNotice lobby={model.lobby} />
      {state.status === 'looking' && <Progress label={t('app:loading')} />}
      {state.status === 'failed' && <NotFetched code={state.code} again={() => void queue.look()} />}
      {state.status === 'listed' && (
        <>
          <p className={styles.count} role="status">
            {state.requests.length > 0 && t('count', { count: state.requests.length })}
          </p>
          {state.requests.length === 0 ? (
            <Empty />
          ) : (
            <ul className={styles.queue} aria-label={t('title')}>
              {state.requests.map((request) => (
                <QueueRow
                  key={request.id}
                  request={request}
                  self={signedIn.self}
                  call={mayCall ? () => void queue.call(request) : null}
                />
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  )
}

function Empty() {
  const t = useTexts('queue')
  return (
    <div className={styles.empty}>
      <Coffee aria-hidden size={36} />
      <strong>{t('empty.title')}</strong>
      <p>{t('empty.text')}</p>
    </div>
  )
}

/** What became of the last call, and what that means for the place in the queue. */
function CallNotice({ lobby }: { lobby: LobbyModel }) {
  const t = useTexts('queue')
  const { notice } = useReadable(lobby.state)
  if (notice === null) return null
  const { side, what, name } = notice
  const keys = [`queue:call.${what}`, 'queue:call.other']
  const other = [`lobby:notice.callee.${what}`, 'lobby:notice.callee.other']
  return (
    <Notice actions={<Button onClick={() => lobby.dismissNotice()}>{t('lobby:notice.dismiss')}</Button>}>
      {t(side === 'caller' ? keys : other, { name })}
    </Notice>
  )
}
