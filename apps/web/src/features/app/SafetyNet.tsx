import { RefreshCw } from 'lucide-react'
import { Component, useEffect, useState, type ReactNode } from 'react'
import { textOf } from '../../platform/failures.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice } from '../../ui/index.ts'
import styles from './App.module.css'

/** Stands in for a page that cannot be drawn any more: nobody is left with an empty one, or an error's own words. */
export class SafetyNet extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false }

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true }
  }

  override render(): ReactNode {
    return this.state.crashed ? <Crashed /> : this.props.children
  }
}

function Crashed() {
  const t = useTexts()
  return (
    <main className={styles.interlude} role="alert">
      <h1>{t('crashed.title')}</h1>
      <p>{t(textOf('page_crashed'))}</p>
      <Button tone="primary" icon={RefreshCw} onClick={() => location.reload()}>
        {t('crashed.reload')}
      </Button>
    </main>
  )
}

/** Says that something failed which nothing was prepared for; what was pressed would otherwise do nothing. */
export function SlipNotice() {
  const t = useTexts()
  const [slipped, setSlipped] = useState(false)
  useEffect(() => {
    const onSlip = (): void => setSlipped(true)
    window.addEventListener('unhandledrejection', onSlip)
    return () => window.removeEventListener('unhandledrejection', onSlip)
  }, [])
  if (!slipped) return null
  return (
    <div className={styles.offline}>
      <Notice tone="problem" actions={<Button onClick={() => setSlipped(false)}>{t('understood')}</Button>}>
        {t(textOf('slipped'))}
      </Notice>
    </div>
  )
}
