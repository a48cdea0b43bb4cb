import type { PersonId, VisitId, VisitRecord } from '@visita/protocol'
import { FileDown, RefreshCw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api } from '../../platform/api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Notice } from '../../ui/index.ts'
import styles from './Ended.module.css'

interface KeptRecordProps {
  visitId: VisitId
  selfId: PersonId
  /** Until when (epoch milliseconds) the other side may still be saving its part. */
  settledAt: number
}

/** Pause between two readings, in milliseconds. */
const READ_AGAIN = 3_000

type Reading = { status: 'reading' } | { status: 'failed' } | { status: 'read'; record: VisitRecord }

/** The record of the visit as the server has it: conversation, files and board. */
export function KeptRecord(props: KeptRecordProps) {
  // A new attempt is a new reading from the start.
  const [attempt, setAttempt] = useState(0)
  return <RecordReading key={attempt} {...props} onRetry={() => setAttempt(attempt + 1)} />
}

function RecordReading({ onRetry, ...props }: KeptRecordProps & { onRetry: () => void }) {
  const t = useTexts('ended')
  const { visitId, selfId } = props
  const reading = useReading(props)

  if (reading.status === 'reading') return <p role="status">{t('kept.loading')}</p>
  if (reading.status === 'failed') {
    return (
      <Notice
        tone="problem"
        actions={
          <Button icon={RefreshCw} onClick={onRetry}>
            {t('kept.retry')}
          </Button>
        }
      >
        {t('kept.unavailable')}
      </Notice>
    )
  }
  const { record } = reading
  const empty = record.messages.length === 0 && record.files.length === 0 && !record.board
  return (
    <>
      {empty && <p className={styles.quiet}>{t('kept.nothing')}</p>}
      {record.messages.length > 0 && <Messages record={record} selfId={selfId} />}
      {record.files.length > 0 && <Files record={record} />}
      {record.board && (
        <>
          <h3>{t('kept.board')}</h3>
          <img
            className={styles.board}
            src={api.boardPicture(visitId, record.board.revision)}
            alt={t('kept.board')}
          />
        </>
      )}
    </>
  )
}

/** Reads at once, and again while the other side may still be saving what it sent. */
function useReading({ visitId, settledAt }: KeptRecordProps): Reading {
  const [reading, setReading] = useState<Reading>({ status: 'reading' })
  useEffect(() => {
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = async (): Promise<void> => {
      const record = await api.readVisit(visitId).catch(() => null)
      if (!current) return
      if (record) setReading({ status: 'read', record })
      // What was read once stays when a later reading fails.
      else setReading((before) => (before.status === 'read' ? before : { status: 'failed' }))
      if (Date.now() < settledAt) timer = setTimeout(() => void read(), READ_AGAIN)
    }
    void read()
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [visitId, settledAt])
  return reading
}

function Messages({ record, selfId }: { record: VisitRecord; selfId: PersonId }) {
  const t = useTexts('ended')
  const nameOf = (id: PersonId): string => {
    if (id === selfId) return t('kept.you')
    return record.participants.find((person) => person.id === id)?.displayName ?? ''
  }
  return (
    <>
      <h3>{t('kept.messages')}</h3>
      <ol className={styles.list}>
        {record.messages.map((message) => (
          <li key={message.id}>
            <span className={styles.quiet}>{nameOf(message.author)}</span>
            <p className={styles.text}>{message.text}</p>
          </li>
        ))}
      </ol>
    </>
  )
}

function Files({ record }: { record: VisitRecord }) {
  const t = useTexts('ended')
  return (
    <>
      <h3>{t('kept.files')}</h3>
      <ul className={styles.list}>
        {record.files.map((file) => (
          <li key={file.id}>
            {file.complete ? (
              <a className={styles.file} href={api.fileContent(record.id, file.id)} download={file.name}>
                <FileDown aria-hidden size={22} />
                {t('kept.download', { name: file.name })}
              </a>
            ) : (
              <p>
                {file.name} ({t('kept.incomplete')})
              </p>
            )}
            <details className={styles.quiet}>
              <summary>{t('kept.check')}</summary>
              <code className={styles.hash}>{file.sha256}</code>
            </details>
          </li>
        ))}
      </ul>
    </>
  )
}
