import { X } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button } from '../../ui/index.ts'
import styles from './Panel.module.css'

interface PanelProps {
  title: string
  onClose: () => void
  children: ReactNode
}

/** Something open beside the picture. When it closes, the focus is where it was before. */
export function Panel({ title, onClose, children }: PanelProps) {
  const t = useTexts('visit')
  useEffect(() => {
    const opener = document.activeElement
    return () => {
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [])
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
