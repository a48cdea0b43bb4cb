import type { SecondFactorKind } from '@visita/protocol'
import { KeyRound, LogIn, LogOut, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { accountApi } from '../../platform/account-api.ts'
import { passkeyApi } from '../../platform/passkey-api.ts'
import { Button, PageTitle } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { CodeField, isWhole, type CodeKind } from '../forms/CodeField.tsx'
import { Form } from '../forms/Form.tsx'
import { PasskeyButton } from '../forms/PasskeyButton.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'

interface GiveCodeProps {
  model: AppModel
  factors: readonly SecondFactorKind[]
}

/** After the password: a passkey, a code of the authenticator app, or one of the recovery codes. */
export function GiveCode({ model, factors }: GiveCodeProps) {
  const t = useTexts('secondFactor')
  const hasApp = factors.includes('totp')
  const hasPasskey = factors.includes('passkey')
  // Whoever has no app begins with the passkey alone.
  const [kind, setKind] = useState<CodeKind | null>(hasApp ? 'app' : null)
  return (
    <>
      <PageTitle>{t('give.title')}</PageTitle>
      <p>{t(hasApp ? 'give.lead' : 'give.leadPasskey')}</p>
      {kind !== null && <CodeForm key={kind} model={model} kind={kind} />}
      {hasPasskey && (
        <PasskeyButton
          label={t('give.usePasskey')}
          tone={kind === null ? 'primary' : 'quiet'}
          act={async () => model.enter(await passkeyApi.give())}
        />
      )}
      {kind !== 'recovery' && (
        <Button icon={KeyRound} wide onClick={() => setKind('recovery')}>
          {t(hasApp ? 'give.useRecovery' : 'give.useRecoveryWithoutPasskey')}
        </Button>
      )}
      {kind === 'recovery' && hasApp && (
        <Button icon={Smartphone} wide onClick={() => setKind('app')}>
          {t('give.useApp')}
        </Button>
      )}
      <Button icon={LogOut} wide onClick={() => void model.leave()}>
        {t('give.leave')}
      </Button>
    </>
  )
}

function CodeForm({ model, kind }: { model: AppModel; kind: CodeKind }) {
  const t = useTexts('secondFactor')
  const [code, setCode] = useState('')
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const submit = (): void => {
    setChecked(true)
    if (isWhole(kind, code)) void request.run(async () => model.enter(await accountApi.giveCode(code)))
  }
  return (
    <Form submit={submit}>
      <CodeField kind={kind} value={code} onValue={setCode} checked={checked} />
      <RefusalNotice code={request.refused} here={{ wrong_credentials: t(`wrong.${kind}`) }} />
      <Button type="submit" tone="primary" icon={LogIn} wide disabled={request.sending}>
        {t('give.submit')}
      </Button>
    </Form>
  )
}
