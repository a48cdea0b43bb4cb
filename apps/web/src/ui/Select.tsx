import { useId, type ReactNode, type SelectHTMLAttributes } from 'react'
import styles from './Select.module.css'

interface SelectProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className' | 'id'> {
  label: string
  /** The options. */
  children: ReactNode
}

/** One of several that are too many to be shown at once. */
export function Select({ label, children, ...rest }: SelectProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} {...rest}>
        {children}
      </select>
    </div>
  )
}
