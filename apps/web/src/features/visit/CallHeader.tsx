import type { Readable } from '@visita/call'
import { CircleAlert, LoaderCircle, Signal } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import type { SocketState } from '../../platform/socket.ts'
import { Button, PageTitle, useNow, useReadable } from '../../ui/index.ts'
import styles from './CallHeader.module.css'
import { LineBars, type DetailsButton } from './LineBars.tsx'
import { useWhy } from './use-why.ts'
import type { VisitModel } from './visit-model.ts'

interface CallHeaderProps {
  visit: VisitModel
  socket: Readable<SocketState>
  details: DetailsButton
  /** What can be done about the connection. */
  children: ReactNode
}

/* Longer than this without a connection deserves an explanation. */
const SLOW_AFTER = 15_000

/** Who one is with, how the connection stands in words, and for how long the visit goes on. */
export function CallHeader({ visit, socket, details, children }: CallHeaderProps) {
  const t = useTexts('visit')
  const { phase } = useReadable(visit.call.state)
  const presence = useReadable(visit.presence)
  const online = useReadable(socket).status === 'online'
  const name = visit.peer.displayName
  const connected = phase === 'connected'

  const status = (): string => {
    if (connected) return online ? t('status.connected') : t('status.offline')
    if (presence === 'closing') return t('status.closing', { name })
    if (presence === 'absent' && online) return t('status.waiting', { name })
    return phase === 'interrupted' ? t('status.interrupted') : t('status.connecting', { name })
  }

  const Icon = connected ? (online ? Signal : CircleAlert) : LoaderCircle
  return (
    <header className={styles.header}>
      <PageTitle>{name}</PageTitle>
      <p className={styles.status} role="status" data-phase={phase}>
        <Icon aria-hidden size={20} />
        {status()}
      </p>
      {connected && <LineBars line={visit.line} name={name} details={details} />}
      {children}
      <Duration startedAt={visit.startedAt} label={t('duration')} />
      {phase === 'connecting' && <SlowNotice visit={visit} online={online} />}
    </header>
  )
}

function Duration({ startedAt, label }: { startedAt: number; label: string }) {
  const seconds = Math.max(0, Math.floor((useNow(1_000) - startedAt) / 1_000))
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return (
    <p className={styles.duration} role="timer" aria-label={label}>
      {clock}
    </p>
  )
}

/** Explains a connection that does not come; mounted only while there is none. */
function SlowNotice({ visit, online }: { visit: VisitModel; online: boolean }) {
  const t = useTexts('visit')
  const [slow, setSlow] = useState(false)
  const why = useWhy(visit, online)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER)
    return () => clearTimeout(timer)
  }, [])
  if (!slow && why === null) return null
  return (
    <div className={styles.slow} role="alert">
      <p>{why ?? t(textOf('call_slow'))}</p>
      <Button onClick={() => visit.call.restart()}>{t('tryNow')}</Button>
    </div>
  )
}
