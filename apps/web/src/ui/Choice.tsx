import { useId, type InputHTMLAttributes } from 'react'
import styles from './Choice.module.css'

interface ChoiceProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id' | 'type'> {
  /** `radio`: one of several with the same `name`. */
  type?: 'checkbox' | 'radio'
  label: string
  /** What follows from choosing it. */
  hint?: string
}

/** A box to tick, or one of several to choose from; the whole row, with its words, is what is pressed. */
export function Choice({ type = 'checkbox', label, hint, ...rest }: ChoiceProps) {
  const id = useId()
  return (
    <label className={styles.choice} htmlFor={id}>
      <input
        id={id}
        type={type}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        {...rest}
      />
      <span className={styles.words}>
        <strong id={`${id}-label`}>{label}</strong>
        {hint !== undefined && (
          <span id={`${id}-hint`} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}
