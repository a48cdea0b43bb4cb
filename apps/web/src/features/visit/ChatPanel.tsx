import { chatTextSchema, LIMITS } from '@visita/protocol'
import type { ChatLine, Readable } from '@visita/call'
import { SendHorizontal } from 'lucide-react'
import { memo, useEffect, useId, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { type Translate, useTexts } from '../../platform/i18n.ts'
import { namesOf } from '../../platform/names.ts'
import { Button, useReadable } from '../../ui/index.ts'
import styles from './ChatPanel.module.css'
import { Panel } from './Panel.tsx'
import type { VisitModel } from './visit-model.ts'

/** The written conversation (A9). */
export function ChatPanel({ visit, onClose }: { visit: VisitModel; onClose: () => void }) {
  const t = useTexts('visit')
  const log = useRef<HTMLDivElement>(null)
  const companions = useReadable(visit.companions)
  return (
    <Panel title={t('chatPanel.title')} onClose={onClose}>
      {/* The log is around the list: a list that is a log is no list any more to a screen reader. */}
      <div ref={log} className={styles.log} role="log" aria-label={t('chatPanel.title')}>
        <Lines
          lines={visit.chat.lines}
          nameOf={visit.nameOf}
          others={namesOf(companions.map(({ person }) => person))}
        />
      </div>
      <Composer
        onSend={(text) => {
          visit.write(text)
          // The log grows upwards from its end, which is at 0: see its style.
          log.current?.scrollTo({ top: 0 })
        }}
      />
    </Panel>
  )
}

interface LinesProps {
  lines: Readable<readonly ChatLine[]>
  nameOf: VisitModel['nameOf']
  others: string
}

/** By itself, so that a line that comes draws nothing but itself. */
function Lines({ lines: readable, nameOf, others }: LinesProps) {
  const t = useTexts('visit')
  const lines = useReadable(readable)
  return (
    <ol className={styles.lines}>
      {lines.length === 0 && <li className={styles.empty}>{t('chatPanel.empty', { name: others })}</li>}
      {lines.map((line) => (
        <Line key={line.id} line={line} author={line.author && nameOf(line.author)} t={t} />
      ))}
    </ol>
  )
}

/* One for all lines: making one costs more than drawing the line. */
const clock = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' })

interface LineProps {
  line: ChatLine
  /** Null where it is one's own. */
  author: string | null
  t: Translate
}

/** Drawn again only when the line itself changes, so that a long conversation costs a new line nothing. */
const Line = memo(function Line({ line, author, t }: LineProps) {
  const time = clock.format(line.sentAt)
  return (
    <li className={styles.line} data-mine={line.mine}>
      <span className={styles.meta}>
        {author ?? t('chatPanel.you')}, {time}
        {line.mine && ` · ${t(line.status === 'waiting' ? 'chatPanel.waiting' : 'chatPanel.sent')}`}
      </span>
      <span className={styles.text}>{line.text}</span>
    </li>
  )
})

function Composer({ onSend }: { onSend: (text: string) => void }) {
  const t = useTexts('visit')
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft] = useState('')
  useEffect(() => {
    // On a phone the keyboard would cover what is to be read first.
    if (matchMedia('(pointer: fine)').matches) field.current?.focus()
  }, [])
  const tooLong = draft.trim().length > LIMITS.chatText
  const send = (): void => {
    const text = chatTextSchema.safeParse(draft)
    if (!text.success) return
    onSend(text.data)
    setDraft('')
  }
  return (
    <form
      className={styles.composer}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        send()
      }}
    >
      <label className="visually-hidden" htmlFor={id}>
        {t('chatPanel.label')}
      </label>
      <textarea
        ref={field}
        id={id}
        rows={2}
        value={draft}
        placeholder={t('chatPanel.placeholder')}
        aria-invalid={tooLong}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      <Button type="submit" tone="primary" icon={SendHorizontal} disabled={tooLong}>
        {t('chatPanel.send')}
      </Button>
      {tooLong && (
        <p className={styles.problem} role="alert">
          {t('chatPanel.tooLong')}
        </p>
      )}
    </form>
  )
}
