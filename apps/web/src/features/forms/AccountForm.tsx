import { UserRoundCheck } from 'lucide-react'
import { useState } from 'react'
import type { NewAccount } from '../../platform/account-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, TextField } from '../../ui/index.ts'
import { Form } from './Form.tsx'
import { isFine, problemsOf } from './new-account.ts'
import { NewPasswordField } from './NewPasswordField.tsx'
import { RefusalNotice } from './RefusalNotice.tsx'
import { useRequest } from './use-request.ts'

interface AccountFormProps {
  /** The name by which somebody was invited. */
  name?: string
  submit: string
  /** Throws `Refused`, which the form shows. */
  make: (account: NewAccount) => Promise<void>
}

/** Name, e-mail and password of a new account. */
export function AccountForm({ name = '', submit, make }: AccountFormProps) {
  const t = useTexts('forms')
  const [account, setAccount] = useState<NewAccount>({ displayName: name, login: '', password: '' })
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const problems = problemsOf(account)
  const change = (part: Partial<NewAccount>): void => setAccount({ ...account, ...part })

  const send = (): void => {
    setChecked(true)
    if (isFine(problems)) void request.run(() => make(account))
  }

  return (
    <Form submit={send}>
      <TextField
        label={t('name.label')}
        hint={t('name.hint')}
        name="name"
        autoComplete="name"
        value={account.displayName}
        onChange={(event) => change({ displayName: event.target.value })}
        problem={checked && problems.displayName ? t(`identify:problem.${problems.displayName}`) : null}
      />
      <TextField
        label={t('login.label')}
        hint={t('login.hint')}
        type="email"
        name="login"
        autoComplete="username"
        value={account.login}
        onChange={(event) => change({ login: event.target.value })}
        problem={checked && problems.login ? t('login.problem') : null}
      />
      <NewPasswordField
        value={account.password}
        onValue={(password) => change({ password })}
        checked={checked}
      />
      <RefusalNotice code={request.refused} here={{ conflict: t('login.taken') }} />
      <Button type="submit" tone="primary" icon={UserRoundCheck} wide disabled={request.sending}>
        {submit}
      </Button>
    </Form>
  )
}
