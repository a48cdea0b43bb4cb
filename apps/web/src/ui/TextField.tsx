import { useId, type InputHTMLAttributes, type ReactNode } from 'react'
import styles from './TextField.module.css'

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id'> {
  label: string
  hint?: string
  problem?: string | null
  /** Stands beside the line, and belongs to it. */
  beside?: ReactNode
}

/** One line of text with its label above, and below it the hint or what is wrong. */
export function TextField({ label, hint, problem, beside, ...rest }: TextFieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <div className={styles.line}>
        <input id={id} aria-invalid={Boolean(problem)} aria-describedby={`${id}-note`} {...rest} />
        {beside}
      </div>
      <p id={`${id}-note`} className={styles.note} data-problem={Boolean(problem)} aria-live="polite">
        {problem ?? hint}
      </p>
    </div>
  )
}
