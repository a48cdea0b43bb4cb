import { FileDown } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Card, useReadable } from '../../ui/index.ts'
import styles from './Log.module.css'
import type { LogModel } from './log-model.ts'

/** What was searched for, as a file: a table to read, or NDJSON from which the chain can be verified. */
export function FilesCard({ model }: { model: LogModel }) {
  const t = useTexts('log')
  useReadable(model.filter)
  return (
    <Card title={t('files.title')} lead={t('files.text')}>
      <div className={styles.files}>
        {(['csv', 'ndjson'] as const).map((format) => (
          <a key={format} href={model.fileOf(format)} download>
            <FileDown aria-hidden size={22} />
            {t(`files.${format}`)}
          </a>
        ))}
      </div>
    </Card>
  )
}
