import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes } from 'react'
import styles from './BarButton.module.css'

interface BarButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'children'> {
  icon: LucideIcon
  /** What pressing it does now, in one or two words. */
  children: string
  tone?: 'plain' | 'off' | 'danger'
  /** How many new things wait behind it. */
  badge?: number
}

/** A control of the call: a large icon with its word beneath. */
export function BarButton({ icon: Icon, children, tone = 'plain', badge = 0, ...rest }: BarButtonProps) {
  return (
    <button type="button" className={styles.button} data-tone={tone} {...rest}>
      <span className={styles.icon}>
        <Icon aria-hidden size={26} />
      </span>
      <span className={styles.word}>{children}</span>
      {badge > 0 && <span className={styles.badge}>{badge > 9 ? '9+' : badge}</span>}
    </button>
  )
}
