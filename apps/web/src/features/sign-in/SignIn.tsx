import { loginSchema, type SessionReply } from '@visita/protocol'
import { LogIn, UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { api } from '../../platform/api.ts'
import { hasPasskeys, passkeyApi } from '../../platform/passkey-api.ts'
import { clearFragment } from '../../platform/use-fragment.ts'
import { Button, Notice, PageTitle, PasswordField, TextField } from '../../ui/index.ts'
import type { AppModel, Stage } from '../app/app-model.ts'
import { Form } from '../forms/Form.tsx'
import { PasskeyButton } from '../forms/PasskeyButton.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { SinglePage } from '../forms/SinglePage.tsx'
import { useRequest } from '../forms/use-request.ts'
import styles from './SignIn.module.css'

interface SignInProps {
  model: AppModel
  stage: Extract<Stage, { at: 'welcome' }>
  /** Which of the two doors this is. */
  door: 'patient' | 'staff'
}

/** E-mail and password, or a passkey. What is wrong with them is the same for an e-mail that nobody has (C20). */
export function SignIn({ model, stage, door }: SignInProps) {
  const t = useTexts('signIn')
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [checked, setChecked] = useState(false)
  const request = useRequest()
  const isLogin = loginSchema.safeParse(login).success

  const submit = (): void => {
    setChecked(true)
    if (!isLogin || password === '') return
    void request.run(() => enter(api.signIn(login, password)))
  }
  const enter = async (asked: Promise<SessionReply>): Promise<void> => {
    const reply = await asked
    clearFragment()
    model.enter(reply)
  }

  return (
    <SinglePage back={{ to: '#', label: t('welcome:back') }}>
      <PageTitle>{t(`${door}.title`)}</PageTitle>
      {stage.signedOut === null ? (
        <p>{t(`${door}.lead`)}</p>
      ) : (
        <Notice>{t(`welcome:signedOut.${stage.signedOut}`)}</Notice>
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
      {hasPasskeys() && (
        <>
          <p className={styles.or}>{t('or')}</p>
          <PasskeyButton label={t('passkey')} act={() => enter(passkeyApi.signIn())} />
        </>
      )}
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
