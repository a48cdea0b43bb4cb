import { LogOut, Undo2 } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Dialog } from '../../ui/index.ts'

interface LeavingPhotosProps {
  count: number
  onStay: () => void
  onLeave: () => void
}

/** Signing out empties what this browser keeps, and with it what has not been sent (X8). */
export function LeavingPhotos({ count, onStay, onLeave }: LeavingPhotosProps) {
  const t = useTexts('home')
  return (
    <Dialog
      title={t('leaving.title', { count })}
      onDismiss={onStay}
      actions={
        <>
          <Button tone="primary" icon={Undo2} onClick={onStay}>
            {t('leaving.stay')}
          </Button>
          <Button tone="danger" icon={LogOut} onClick={onLeave}>
            {t('leaving.leave')}
          </Button>
        </>
      }
    >
      <p>{t('leaving.text')}</p>
    </Dialog>
  )
}
