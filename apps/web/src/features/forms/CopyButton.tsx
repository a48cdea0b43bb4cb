import { ClipboardCopy } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { Button } from '../../ui/index.ts'
import styles from './CopyButton.module.css'

interface CopyButtonProps {
  text: string
  label: string
  tone?: 'primary' | 'quiet'
}

/** Puts a text on the clipboard and says so; where the browser forbids it, says what to do instead. */
export function CopyButton({ text, label, tone = 'quiet' }: CopyButtonProps) {
  const t = useTexts('forms')
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none')
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setOutcome('copied')
    } catch {
      setOutcome('failed')
    }
  }
  return (
    <span className={styles.copy}>
      <Button tone={tone} icon={ClipboardCopy} onClick={() => void copy()}>
        {label}
      </Button>
      <span role="status" className={styles.outcome}>
        {outcome !== 'none' && t(`copy.${outcome}`)}
      </span>
    </span>
  )
}
