import { useTexts } from '../../platform/i18n.ts'
import { TextField } from '../../ui/index.ts'

/** A code of the authenticator app, or one of those for a lost telephone. */
export type CodeKind = 'app' | 'recovery'

interface CodeFieldProps {
  kind: CodeKind
  value: string
  onValue: (value: string) => void
  checked: boolean
}

export function CodeField({ kind, value, onValue, checked }: CodeFieldProps) {
  const t = useTexts('forms')
  return (
    <TextField
      label={t(`code.${kind}.label`)}
      hint={t(`code.${kind}.hint`)}
      problem={checked && !isWhole(kind, value) ? t(`code.${kind}.problem`) : null}
      name="code"
      autoComplete={kind === 'app' ? 'one-time-code' : 'off'}
      inputMode={kind === 'app' ? 'numeric' : 'text'}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={32}
      value={value}
      onChange={(event) => onValue(event.target.value)}
    />
  )
}

/** Apps show six digits in two groups; recovery codes are sixteen letters and digits in four. */
export function isWhole(kind: CodeKind, code: string): boolean {
  return kind === 'app'
    ? /^\d{6}$/.test(code.replaceAll(/\s/g, ''))
    : code.replaceAll(/[^a-z0-9]/gi, '').length === 16
}
