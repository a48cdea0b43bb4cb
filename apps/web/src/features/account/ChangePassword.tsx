import { Check } from 'lucide-react'
import { useState } from 'react'
import { accountApi } from '../../platform/account-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Notice, PasswordField } from '../../ui/index.ts'
import { Form } from '../forms/Form.tsx'
import { passwordProblem } from '../forms/new-account.ts'
import { NewPasswordField } from '../forms/NewPasswordField.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import styles from './Account.module.css'

export function ChangePassword() {
  const t = useTexts('account')
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [checked, setChecked] = useState(false)
  const [done, setDone] = useState(false)
  const request = useRequest()

  const submit = async (): Promise<void> => {
    setChecked(true)
    setDone(false)
    if (current === '' || passwordProblem(next) !== null) return
    if (!(await request.run(() => accountApi.changePassword(current, next)))) return
    setCurrent('')
    setNext('')
    setChecked(false)
    setDone(true)
  }

  return (
    <Card title={t('password.title')} lead={t('password.lead')}>
      <Form className={styles.form} submit={() => void submit()}>
        <PasswordField
          label={t('password.current')}
          show={t('forms:show')}
          hide={t('forms:hide')}
          autoComplete="current-password"
          value={current}
          onValue={setCurrent}
          problem={checked && current === '' ? t('password.currentMissing') : null}
        />
        <NewPasswordField value={next} onValue={setNext} checked={checked} label={t('password.next')} />
        <RefusalNotice code={request.refused} here={{ wrong_credentials: t('password.wrong') }} />
        {done && <Notice>{t('password.done')}</Notice>}
        <Button type="submit" icon={Check} disabled={request.sending}>
          {t('password.change')}
        </Button>
      </Form>
    </Card>
  )
}
