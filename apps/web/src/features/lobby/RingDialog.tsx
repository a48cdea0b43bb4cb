import { Phone, PhoneOff } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Dialog, Progress, useReadable } from '../../ui/index.ts'
import type { LobbyModel } from './lobby-model.ts'
import styles from './RingDialog.module.css'
import { Ringing } from './Ringing.tsx'

/** Shown on any page while it rings on either side. */
export function RingDialog({ lobby }: { lobby: LobbyModel }) {
  const t = useTexts('lobby')
  const { ring } = useReadable(lobby.state)
  switch (ring.status) {
    case 'none':
      return null
    case 'outgoing':
      return (
        <Dialog
          title={t('ring.outgoing', { name: ring.to.displayName })}
          onDismiss={() => lobby.cancel()}
          actions={
            <Button icon={PhoneOff} tone="danger" onClick={() => lobby.cancel()}>
              {t('ring.cancel')}
            </Button>
          }
        >
          <p className={styles.text}>{t('ring.outgoingText')}</p>
          <Progress label={t('ring.outgoing', { name: ring.to.displayName })} />
        </Dialog>
      )
    case 'incoming':
      return (
        <Dialog
          title={t(ring.into === 'visit' ? 'ring.intoVisit' : 'ring.incoming', {
            name: ring.from.displayName,
          })}
          sudden
          actions={
            <>
              <Button icon={Phone} tone="primary" onClick={() => void lobby.accept()}>
                {t('ring.accept')}
              </Button>
              <Button icon={PhoneOff} onClick={() => lobby.decline()}>
                {t('ring.decline')}
              </Button>
            </>
          }
        >
          <p className={styles.text}>
            {t(ring.into === 'visit' ? 'ring.intoVisitText' : 'ring.incomingText')}
          </p>
          <Ringing title={t('ring.title')} />
        </Dialog>
      )
    case 'answering':
      return (
        <Dialog title={t('ring.answering', { name: ring.from.displayName })} actions={null}>
          <Progress label={t('ring.answering', { name: ring.from.displayName })} />
        </Dialog>
      )
  }
}
