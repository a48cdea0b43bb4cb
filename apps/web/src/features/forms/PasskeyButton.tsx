import { Fingerprint } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { hasPasskeys } from '../../platform/passkey-api.ts'
import type { RefusalCode } from '../../platform/refused.ts'
import { Button, Notice } from '../../ui/index.ts'
import { RefusalNotice } from './RefusalNotice.tsx'
import { useRequest } from './use-request.ts'

interface PasskeyButtonProps {
  label: string
  tone?: 'primary' | 'quiet'
  /** Throws `Refused`. */
  act: () => Promise<void>
  /** What a refusal means here, where that is more than its general words. */
  here?: Partial<Record<RefusalCode, string>>
}

/** Has the person's device do something with a passkey; nothing in a browser that has none. */
export function PasskeyButton({ label, tone = 'quiet', act, here }: PasskeyButtonProps) {
  const t = useTexts('forms')
  const request = useRequest()
  if (!hasPasskeys()) return null
  return (
    <>
      <Button
        tone={tone}
        icon={Fingerprint}
        wide
        disabled={request.sending}
        onClick={() => void request.run(act)}
      >
        {label}
      </Button>
      {request.sending && <Notice>{t('passkey.waiting')}</Notice>}
      <RefusalNotice
        code={request.refused}
        here={{
          passkey_not_given: t('passkey.notGiven'),
          passkey_elsewhere: t('passkey.elsewhere'),
          passkey_known: t('passkey.known'),
          wrong_credentials: t('passkey.wrong'),
          not_found: t('passkey.none'),
          ...here,
        }}
      />
    </>
  )
}
