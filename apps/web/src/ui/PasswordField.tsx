import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Button } from './Button.tsx'
import styles from './PasswordField.module.css'
import { TextField } from './TextField.tsx'

interface PasswordFieldProps {
  label: string
  /** What the button beside it says. */
  show: string
  hide: string
  value: string
  onValue: (value: string) => void
  /** Tells a password manager whether to fill in or to propose one. */
  autoComplete: 'current-password' | 'new-password'
  hint?: string
  problem?: string | null
}

/** A password, which whoever types it can have shown. */
export function PasswordField({ show, hide, onValue, label, ...rest }: PasswordFieldProps) {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      label={label}
      type={shown ? 'text' : 'password'}
      onChange={(event) => onValue(event.target.value)}
      spellCheck={false}
      autoCapitalize="none"
      beside={
        <span className={styles.show}>
          <Button icon={shown ? EyeOff : Eye} onClick={() => setShown(!shown)}>
            {shown ? hide : show}
          </Button>
        </span>
      }
      {...rest}
    />
  )
}
