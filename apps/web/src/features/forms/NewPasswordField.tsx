import { useTexts } from '../../platform/i18n.ts'
import { PasswordField } from '../../ui/index.ts'
import { passwordProblem } from './new-account.ts'

interface NewPasswordFieldProps {
  value: string
  onValue: (value: string) => void
  /** Whether the form has been sent, so that it is time to say what is wrong. */
  checked: boolean
  /** Where it stands beside the old one. */
  label?: string
}

export function NewPasswordField({ value, onValue, checked, label }: NewPasswordFieldProps) {
  const t = useTexts('forms')
  return (
    <PasswordField
      label={label ?? t('newPassword.label')}
      hint={t('newPassword.hint')}
      show={t('show')}
      hide={t('hide')}
      autoComplete="new-password"
      value={value}
      onValue={onValue}
      problem={checked && passwordProblem(value) !== null ? t('newPassword.tooShort') : null}
    />
  )
}
