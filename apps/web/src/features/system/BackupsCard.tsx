import type { SystemReply } from '@visita/protocol'
import { DatabaseBackup } from 'lucide-react'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, Notice, Progress } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { useRequest } from '../forms/use-request.ts'
import styles from './System.module.css'
import { isMaking, type SystemModel } from './system-model.ts'
import { sizeIn, timeIn } from './words.ts'

interface BackupsCardProps {
  model: SystemModel
  system: SystemReply
  /** One was made while one looked. */
  made: boolean
}

/** When the last backup was made and where it lies, and a button that makes one. */
export function BackupsCard({ model, system, made }: BackupsCardProps) {
  const t = useTexts('system')
  const request = useRequest()
  const { backups } = system
  if (backups === null)
    return (
      <Card title={t('backups.title')}>
        <Notice tone="problem" title={t('backups.none')}>
          {t('backups.noneHow')}
        </Notice>
        <code className={styles.code}>VISITA_BACKUP_FOLDER=/mnt/backups npm start</code>
      </Card>
    )
  return (
    <Card title={t('backups.title')}>
      <Facts backups={backups} />
      {made && <Notice>{t('backups.made')}</Notice>}
      <RefusalNotice code={request.refused} />
      {isMaking(system) ? (
        <div role="status" className={styles.making}>
          <p>{t('backups.making')}</p>
          <Progress label={t('backups.making')} />
        </div>
      ) : (
        <Button
          tone="primary"
          icon={DatabaseBackup}
          disabled={request.sending}
          onClick={() => void request.run(() => model.backUp())}
        >
          {t('backups.now')}
        </Button>
      )}
      <p className={styles.quiet}>{t('backups.verify')}</p>
      <code className={styles.code}>npm run visita -- backup verify ARCHIVE</code>
      <details className={styles.how}>
        <summary>{t('backups.restore')}</summary>
        <p className={styles.quiet}>{t('backups.restoreText')}</p>
        <code className={styles.code}>npm run visita -- restore --from ARCHIVE --into NEWFOLDER</code>
      </details>
    </Card>
  )
}

function Facts({ backups }: { backups: NonNullable<SystemReply['backups']> }) {
  const t = useTexts('system')
  const { folder, everyHours, count, newest, nextAt, failedAt } = backups
  return (
    <>
      {failedAt !== null && <Notice tone="problem">{t('backups.failed', { at: timeIn(failedAt) })}</Notice>}
      <p>
        {newest === null
          ? t('backups.never')
          : t('backups.newest', { at: timeIn(newest.madeAt), size: sizeIn(newest.bytes, t) })}{' '}
        {nextAt !== null &&
          (newest === null ? t('backups.due') : t('backups.next', { hours: everyHours, at: timeIn(nextAt) }))}
      </p>
      <p className={styles.quiet}>{t('backups.where', { count })}</p>
      <code className={styles.code}>{folder}</code>
    </>
  )
}
