import type { Readable } from '@visita/call'
import { CircleAlert, LoaderCircle, Signal } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import type { SocketState } from '../../platform/socket.ts'
import { Button, PageTitle, useNow, useReadable } from '../../ui/index.ts'
import styles from './CallHeader.module.css'
import type { Companion } from './companion.ts'
import { PeopleHere } from './later-parts.tsx'
import { LineBars, type DetailsButton } from './LineBars.tsx'
import { useReason } from './use-why.ts'
import type { VisitModel } from './visit-model.ts'

interface CallHeaderProps {
  visit: VisitModel
  socket: Readable<SocketState>
  details: DetailsButton
  /** What can be done about the connection. */
  children: ReactNode
}

/** Who one is with, how the connection stands in words, and for how long the visit goes on. */
export function CallHeader({ visit, socket, details, children }: CallHeaderProps) {
  const t = useTexts('visit')
  const companions = useReadable(visit.companions)
  const invited = useReadable(visit.invitations.invited)
  const locked = useReadable(visit.invitations.locked)
  const online = useReadable(socket).status === 'online'
  const [first, ...others] = companions
  return (
    <header className={styles.header}>
      <PageTitle>
        {others.length === 0 ? first.person.displayName : t('several', { count: companions.length + 1 })}
      </PageTitle>
      {others.length === 0 && <OneCompanion companion={first} online={online} details={details} />}
      {children}
      <Duration startedAt={visit.startedAt} label={t('duration')} />
      {(others.length > 0 || invited.length > 0 || locked) && (
        <PeopleHere companions={companions} invitations={visit.invitations} details={details} />
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
  const reason = useReason(companion, { online, phase: 'connecting' })
  if (reason === null) return null
  return (
    <div className={styles.slow} role="alert">
      <p>{reason}</p>
      <Button onClick={() => companion.call.restart()}>{t('tryNow')}</Button>
    </div>
  )
}
