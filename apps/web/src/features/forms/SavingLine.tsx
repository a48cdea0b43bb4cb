import { CircleAlert, CloudCheck, CloudOff, CloudUpload } from 'lucide-react'
import type { AutoSaver, Saving } from '../../platform/auto-saver.ts'
import { useTexts } from '../../platform/i18n.ts'
import { useReadable } from '../../ui/index.ts'
import styles from './SavingLine.module.css'

const ICONS = {
  saved: CloudCheck,
  saving: CloudUpload,
  waiting: CloudOff,
  conflict: CircleAlert,
  refused: CircleAlert,
} as const satisfies Record<Saving['status'], typeof CloudCheck>

/** Whether what is typed is on the server already. */
export function SavingLine({ saver }: { saver: Pick<AutoSaver<never>, 'state'> }) {
  const t = useTexts('forms')
  const { status } = useReadable(saver.state)
  const Icon = ICONS[status]
  return (
    <p className={styles.line} role="status" data-status={status}>
      <Icon aria-hidden size={20} />
      {t(`saving.${status}`)}
    </p>
  )
}
