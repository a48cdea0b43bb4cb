import type { PersonId, VisitRecord } from '@visita/protocol'
import { FileDown } from 'lucide-react'
import { api } from '../../platform/api.ts'
import { useTexts } from '../../platform/i18n.ts'
import styles from './Ended.module.css'

interface VisitContentsProps {
  record: VisitRecord
  selfId: PersonId
}

/** What was said, sent and drawn in a visit, as the record has it: under a heading of the second level. */
export function VisitContents({ record, selfId }: VisitContentsProps) {
  const t = useTexts('ended')
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
            src={api.boardPicture(record.id, record.board.revision)}
            alt={t('kept.board')}
          />
        </>
      )}
    </>
  )
}

function Messages({ record, selfId }: VisitContentsProps) {
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
