import { isStaff, type Role } from '@visita/protocol'
import { ShieldCheck, X } from 'lucide-react'
import { useId, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { passkeyApi } from '../../platform/passkey-api.ts'
import { Button, Dialog, PasswordField, useReadable } from '../../ui/index.ts'
import { CodeField, isWhole } from '../forms/CodeField.tsx'
import { Form } from '../forms/Form.tsx'
import { PasskeyButton } from '../forms/PasskeyButton.tsx'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { ToHospital } from '../hospital/index.ts'
import { hospitalApi } from '../../platform/hospital-api.ts'
import type { ProofModel, ProofState } from '../session/proof-model.ts'
import styles from './Home.module.css'

interface ProofDialogProps {
  proof: ProofModel
  roles: readonly Role[]
  /** What the hospital's own login is called, where there is one. */
  hospital: string | null
}

/** Asked before something grave: is it still the person of the account who sits here? */
export function ProofDialog({ proof, roles, hospital }: ProofDialogProps) {
  const state = useReadable(proof.state)
  if (state.status === 'none') return null
  return <Question proof={proof} state={state} code={state.code || isStaff(roles)} hospital={hospital} />
}

interface QuestionProps {
  proof: ProofModel
  state: Extract<ProofState, { status: 'asked' }>
  /** The account has a second factor: staff always, others where the server has said so. */
  code: boolean
  hospital: string | null
}

function Question({ proof, state, code: wantsCode, hospital }: QuestionProps) {
  const t = useTexts('home')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [checked, setChecked] = useState(false)
  const formId = useId()
  const submit = (): void => {
    setChecked(true)
    if (password !== '' && (!wantsCode || isAnyCode(code))) void proof.give(password, code)
  }
  return (
    <Dialog
      title={t('proof.title')}
      onDismiss={() => proof.dismiss()}
      actions={
        <>
          <Button type="submit" form={formId} tone="primary" icon={ShieldCheck} disabled={state.sending}>
            {t('proof.confirm')}
          </Button>
          <Button icon={X} onClick={() => proof.dismiss()}>
            {t('proof.cancel')}
          </Button>
        </>
      }
    >
      <p className={styles.quiet}>{t('proof.text')}</p>
      <Form id={formId} className={styles.proof} submit={submit}>
        <PasswordField
          label={t('proof.password')}
          show={t('forms:show')}
          hide={t('forms:hide')}
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
          problem={checked && password === '' ? t('proof.passwordMissing') : null}
        />
        {wantsCode && (
          <>
            <CodeField kind="app" value={code} onValue={setCode} checked={checked && !isAnyCode(code)} />
            <p className={styles.quiet}>{t('proof.recovery')}</p>
          </>
        )}
        <RefusalNotice code={state.refused} here={{ wrong_credentials: t('proof.wrong') }} />
      </Form>
      <PasskeyButton label={t('proof.passkey')} act={() => proof.giveBy(passkeyApi.prove)} />
      {hospital !== null && (
        <>
          <ToHospital
            name={hospital}
            label={t('hospital:proof.confirm', { name: hospital })}
            begin={() => hospitalApi.prove(location.pathname, isAnyCode(code) ? code : '')}
          />
          <p className={styles.quiet}>{t('hospital:proof.hint')}</p>
        </>
      )}
    </Dialog>
  )
}

/** Whoever has lost the telephone may use a recovery code here too. */
const isAnyCode = (code: string): boolean => isWhole('app', code) || isWhole('recovery', code)
