import { useId, type InputHTMLAttributes } from 'react'
import styles from './Choice.module.css'

interface ChoiceProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id' | 'type'> {
  label: string
  /** What follows from choosing it. */
  hint?: string
}

/** A box to tick; the whole row, with its words, is what is pressed. */
export function Choice({ label, hint, ...rest }: ChoiceProps) {
  const id = useId()
  return (
    <label className={styles.choice} htmlFor={id}>
      <input
        id={id}
        type="checkbox"
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
