import type { SessionId, SessionList } from '@visita/protocol'
import { LogOut, MonitorSmartphone } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Progress, useReadable } from '../../ui/index.ts'
import { NotFetched } from '../forms/NotFetched.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useDeviceName } from '../forms/use-device-name.ts'
import { useRequest } from '../forms/use-request.ts'
import styles from './Account.module.css'
import { SessionsModel } from './sessions-model.ts'
import { time } from './time.ts'

/** Where this person is signed in, with a button to end each. */
export function OwnSessions() {
  const t = useTexts('account')
  const [model] = useState(() => new SessionsModel())
  const state = useReadable(model.state)
  const request = useRequest()
  useEffect(() => void model.load(), [model])
  return (
    <Card title={t('sessions.title')} lead={t('sessions.lead')}>
      {state.status === 'loading' && <Progress label={t('app:loading')} />}
      {state.status === 'failed' && <NotFetched code={state.code} again={() => void model.load()} />}
      {state.status === 'listed' && (
        <>
          <ul className={styles.sessions} aria-label={t('sessions.title')}>
            {state.sessions.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                end={(id) => void request.run(() => model.end(id))}
              />
            ))}
          </ul>
          <RefusalNotice code={request.refused} />
          {state.sessions.length > 1 && (
            <Button
              icon={LogOut}
              disabled={request.sending}
              onClick={() => void request.run(() => model.endOthers())}
            >
              {t('sessions.endOthers')}
            </Button>
          )}
        </>
      )}
    </Card>
  )
}

interface SessionRowProps {
  session: SessionList['sessions'][number]
  end: (id: SessionId) => void
}

function SessionRow({ session: { id, current, device, createdAt, seenAt }, end }: SessionRowProps) {
  const t = useTexts('account')
  const name = useDeviceName(device)
  return (
    <li data-current={current}>
      <MonitorSmartphone aria-hidden size={28} />
      <div>
        <p className={styles.device}>
          <strong>{name}</strong>
          {current && <span className={styles.badge}>{t('sessions.current')}</span>}
        </p>
        <p className={styles.quiet}>{t('sessions.times', { since: time(createdAt), seen: time(seenAt) })}</p>
      </div>
      {!current && (
        <Button aria-label={t('sessions.endNamed', { device: name })} icon={LogOut} onClick={() => end(id)}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  )
}
