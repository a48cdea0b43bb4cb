import { KeyRound, LogIn, LogOut, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { accountApi } from '../../platform/account-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, PageTitle } from '../../ui/index.ts'
import type { AppModel } from '../app/app-model.ts'
import { CodeField, isWhole, type CodeKind } from '../forms/CodeField.tsx'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'

/** After the password: a code of the authenticator app, or one of the recovery codes. */
export function GiveCode({ model }: { model: AppModel }) {
  const t = useTexts('secondFactor')
  const [kind, setKind] = useState<CodeKind>('app')
  const [code, setCode] = useState('')
  const [checked, setChecked] = useState(false)
  const request = useRequest()

  const submit = (): void => {
    setChecked(true)
    if (isWhole(kind, code)) void request.run(async () => model.enter(await accountApi.giveCode(code)))
  }
  const switchTo = (next: CodeKind): void => {
    setKind(next)
    setCode('')
    setChecked(false)
  }

  return (
    <>
      <PageTitle>{t('give.title')}</PageTitle>
      <p>{t('give.lead')}</p>
      <Form submit={submit}>
        <CodeField key={kind} kind={kind} value={code} onValue={setCode} checked={checked} />
        <RefusalNotice code={request.refused} here={{ wrong_credentials: t(`wrong.${kind}`) }} />
        <Button type="submit" tone="primary" icon={LogIn} wide disabled={request.sending}>
          {t('give.submit')}
        </Button>
        {kind === 'app' ? (
          <Button icon={KeyRound} wide onClick={() => switchTo('recovery')}>
            {t('give.useRecovery')}
          </Button>
        ) : (
          <Button icon={Smartphone} wide onClick={() => switchTo('app')}>
            {t('give.useApp')}
          </Button>
        )}
        <Button icon={LogOut} wide onClick={() => void model.leave()}>
          {t('give.leave')}
        </Button>
      </Form>
    </>
  )
}
