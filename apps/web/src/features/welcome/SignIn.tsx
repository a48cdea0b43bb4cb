import { loginSchema } from '@visita/protocol'
import { LogIn, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../platform/api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { clearFragment } from '../../platform/use-fragment.ts'
import { Button, Notice, PageTitle, PasswordField, TextField } from '../../ui/index.ts'
import type { AppModel, Stage } from '../app/app-model.ts'
import { Form } from '../forms/Form.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { SinglePage } from '../forms/SinglePage.tsx'
import { useRequest } from '../forms/use-request.ts'
import styles from './Welcome.module.css'

interface SignInProps {
  model: AppModel
  stage: Extract<Stage, { at: 'welcome' }>
  /** Which of the two doors this is. */
  door: 'patient' | 'staff'
}

/** E-mail and password. What is wrong with them is the same for an e-mail that nobody has (C20). */
export function SignIn({ model, stage, door }: SignInProps) {
  const t = useTexts('welcome')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const isLogin = loginSchema.safeParse(login).success

  const submit = (): void => {
    setChecked(true)
    if (!isLogin || password === '') return
    void request.run(async () => {
      const reply = await api.signIn(login, password)
      clearFragment()
      model.enter(reply)
    })
  }

  return (
    <SinglePage back={{ to: '#', label: t('back') }}>
      <PageTitle>{t(`${door}.title`)}</PageTitle>
      {stage.signedOut === null ? (
        <p>{t(`${door}.lead`)}</p>
      ) : (
        <Notice>{t(`signedOut.${stage.signedOut}`)}</Notice>
      )}
      <Form submit={submit}>
        <TextField
          label={t('login')}
          type="email"
          name="login"
          autoComplete="username"
          value={login}
          onChange={(event) => setLogin(event.target.value)}
          problem={checked && !isLogin ? t('loginProblem') : null}
        />
        <PasswordField
          label={t('password')}
          show={t('show')}
          hide={t('hide')}
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
          problem={checked && password === '' ? t('passwordProblem') : null}
        />
        <RefusalNotice code={request.refused} here={{ wrong_credentials: t('wrong') }} />
        <Button type="submit" tone="primary" icon={LogIn} wide disabled={request.sending}>
          {t('signIn')}
        </Button>
      </Form>
      <details className={styles.more}>
        <summary>{t('forgotten.title')}</summary>
        <p>{t('forgotten.text')}</p>
      </details>
      {door === 'patient' && stage.clinic.selfSignUp && (
        <p className={styles.signUp}>
          {t('noAccount')}{' '}
          <a href="#sign-up">
            <UserRoundPlus aria-hidden size={20} />
            {t('signUp')}
          </a>
        </p>
      )}
    </SinglePage>
  )
}
