import { CircleAlert, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './Notice.module.css'

interface NoticeProps {
  tone?: 'info' | 'problem'
  title?: string
  /** What happened, then what to do. */
  children: string
  /** The buttons that are the way on. */
  actions?: ReactNode
}

/** Says something where it matters. Problems are announced at once by a screen reader, the rest when it is idle. */
export function Notice({ tone = 'info', title, children, actions }: NoticeProps) {
  const Icon = tone === 'problem' ? CircleAlert : Info
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'problem' ? 'alert' : 'status'}>
      <Icon aria-hidden size={24} />
      <div className={styles.text}>
        {title && <strong>{title}</strong>}
        <p>{children}</p>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  )
}
