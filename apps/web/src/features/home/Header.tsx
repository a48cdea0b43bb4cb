import type { SessionReply } from '@visita/protocol'
import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useTexts } from '../../platform/i18n.ts'
import { Button, useReadable } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { LeavingPhotos } from './LeavingPhotos.tsx'
import type { OutboxModel } from '../photos/outbox-model.ts'
import type { SignedIn } from '../session/session-model.ts'
import styles from './Home.module.css'

interface HeaderProps {
  model: AppModel
  signedIn: SignedIn
  clinic: SessionReply['clinic']
  outbox: OutboxModel
}

/** Whose house this is, and who is signed in. */
export function Header({ model, signedIn: { self, roles }, clinic, outbox }: HeaderProps) {
  const t = useTexts('home')
  const [, go] = useLocation()
  const waiting = useReadable(outbox.state).length
  const [asking, setAsking] = useState(false)
  const signOut = async (): Promise<void> => {
    await model.leave()
    // The next person begins at the beginning.
    if (model.session.signedIn === null) go('/', { replace: true })
  }
  return (
    <header className={styles.header}>
      <img src="/icon.svg" alt="" width={40} height={40} />
      <p className={styles.clinic}>{clinic.name ?? t('app:name')}</p>
      <p className={styles.self}>
        <strong>{self.displayName}</strong>
        <span>{roles.map((role) => t(`roles:${role}.name`)).join(', ')}</span>
      </p>
      <div className={styles.out}>
        <Button icon={LogOut} onClick={() => (waiting > 0 ? setAsking(true) : void signOut())}>
          {t('signOut')}
        </Button>
      </div>
      {asking && (
        <LeavingPhotos count={waiting} onStay={() => setAsking(false)} onLeave={() => void signOut()} />
      )}
    </header>
  )
}
