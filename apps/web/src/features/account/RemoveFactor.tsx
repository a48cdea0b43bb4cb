import { Trash2, X } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Dialog } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'

interface RemoveFactorProps {
  title: string
  text: string
  /** Throws `Refused`. */
  remove: () => Promise<void>
  close: () => void
}

/** Asks before a second factor goes. */
export function RemoveFactor({ title, text, remove, close }: RemoveFactorProps) {
  const t = useTexts('account')
  const request = useRequest()
  const confirm = async (): Promise<void> => {
    if (await request.run(remove)) close()
  }
  return (
    <Dialog
      title={title}
      onDismiss={close}
      actions={
        <>
          <Button icon={Trash2} tone="danger" disabled={request.sending} onClick={() => void confirm()}>
            {t('passkeys.remove')}
          </Button>
          <Button icon={X} onClick={close}>
            {t('factors.keep')}
          </Button>
        </>
      }
    >
      <p>{text}</p>
      <RefusalNotice code={request.refused} here={{ last_second_factor: t('factors.last') }} />
    </Dialog>
  )
}
