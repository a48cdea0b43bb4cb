import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/index.ts'
import styles from './Panel.module.css'

interface PanelProps {
  title: string
  onClose: () => void
  children: ReactNode
}

/** Something open beside the picture. */
export function Panel({ title, onClose, children }: PanelProps) {
  const { t } = useTranslation('visit')
  return (
    <section className={styles.panel} aria-label={title}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <Button icon={X} onClick={onClose}>
          {t('close')}
        </Button>
      </header>
      {children}
    </section>
  )
}
