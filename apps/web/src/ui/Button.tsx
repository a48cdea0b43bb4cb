import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes } from 'react'
import styles from './Button.module.css'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'children'> {
  icon?: LucideIcon
  children: string
  /** `primary`: the one next step of a page. `danger`: ends something. */
  tone?: 'primary' | 'quiet' | 'danger'
  wide?: boolean
}

/** A 48 px button with an icon and a word. */
export function Button({ icon: Icon, children, tone = 'quiet', wide = false, ...rest }: ButtonProps) {
  return (
    <button type="button" className={styles.button} data-tone={tone} data-wide={wide} {...rest}>
      {Icon && <Icon aria-hidden size={22} />}
      <span>{children}</span>
    </button>
  )
}
