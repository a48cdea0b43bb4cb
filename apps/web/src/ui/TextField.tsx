import { useId, type InputHTMLAttributes } from 'react'
import styles from './TextField.module.css'

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id'> {
  label: string
  hint?: string
  problem?: string | null
}

/** One line of text with its label above, and below it the hint or what is wrong. */
export function TextField({ label, hint, problem, ...rest }: TextFieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input id={id} aria-invalid={Boolean(problem)} aria-describedby={`${id}-note`} {...rest} />
      <p id={`${id}-note`} className={styles.note} data-problem={Boolean(problem)} aria-live="polite">
        {problem ?? hint}
      </p>
    </div>
  )
}
