import { X } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button } from '../../ui/index.ts'
import styles from './Panel.module.css'

interface PanelProps {
  title: string
  onClose: () => void
  children: ReactNode
}

/** Something open beside the picture. It takes the focus, and gives it back to its button; Escape closes it. */
export function Panel({ title, onClose, children }: PanelProps) {
  const t = useTexts('visit')
  const element = useRef<HTMLElement>(null)
  // Asked while drawing: afterwards a field in the panel may have the focus already.
  const [opener] = useState(() => document.activeElement)
  useEffect(() => {
    const panel = element.current
    if (!panel?.contains(document.activeElement)) panel?.focus({ preventScroll: true })
    return () => {
      // Unless it is elsewhere by now, as in the panel that was opened instead.
      if (document.activeElement === document.body && opener instanceof HTMLElement) opener.focus()
    }
  }, [opener])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- hears Escape from what is in it
    <section
      ref={element}
      className={styles.panel}
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose()
      }}
    >
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
