import type { Readable } from '@visita/call'
import { CircleAlert, LoaderCircle, Signal } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { namesOf } from '../../platform/names.ts'
import type { SocketState } from '../../platform/socket.ts'
import { Button, PageTitle, useNow, useReadable } from '../../ui/index.ts'
import styles from './CallHeader.module.css'
import type { Companion } from './companion.ts'
import { PeopleHere } from './later-parts.tsx'
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
  const companions = useReadable(visit.companions)
  const invited = useReadable(visit.invitations.invited)
  const online = useReadable(socket).status === 'online'
  const [first, ...others] = companions
  return (
    <header className={styles.header}>
      <PageTitle>{namesOf(companions.map(({ person }) => person))}</PageTitle>
      {others.length === 0 && <OneCompanion companion={first} online={online} details={details} />}
      {children}
      <Duration startedAt={visit.startedAt} label={t('duration')} />
      {(others.length > 0 || invited.length > 0) && (
        <PeopleHere companions={companions} invitations={visit.invitations} />
      )}
    </header>
  )
}

interface OneCompanionProps {
  companion: Companion
  online: boolean
  details: DetailsButton
}

function OneCompanion({ companion, online, details }: OneCompanionProps) {
  const t = useTexts('visit')
  const { phase } = useReadable(companion.call.state)
  const presence = useReadable(companion.presence)
  const name = companion.person.displayName
  const connected = phase === 'connected'

  const status = (): string => {
    if (connected) return online ? t('status.connected') : t('status.offline')
    if (presence === 'closing') return t('status.closing', { name })
    if (presence === 'absent' && online) return t('status.waiting', { name })
    return phase === 'interrupted' ? t('status.interrupted') : t('status.connecting', { name })
  }

  const Icon = connected ? (online ? Signal : CircleAlert) : LoaderCircle
  return (
    <>
      <p className={styles.status} role="status" data-phase={phase}>
        <Icon aria-hidden size={20} />
        {status()}
      </p>
      {connected && <LineBars line={companion.line} name={name} details={details} />}
      {phase === 'connecting' && <SlowNotice companion={companion} online={online} />}
    </>
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
function SlowNotice({ companion, online }: { companion: Companion; online: boolean }) {
  const t = useTexts('visit')
  const [slow, setSlow] = useState(false)
  const why = useWhy(companion, online)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_AFTER)
    return () => clearTimeout(timer)
  }, [])
  if (!slow && why === null) return null
  return (
    <div className={styles.slow} role="alert">
      <p>{why ?? t(textOf('call_slow'))}</p>
      <Button onClick={() => companion.call.restart()}>{t('tryNow')}</Button>
    </div>
  )
}
