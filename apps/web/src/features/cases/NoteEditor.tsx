import { VISIT_ITEMS, type CaseId, type Note, type NoteContent } from '@visita/protocol'
import { PenLine, Save, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { AutoSaver } from '../../platform/auto-saver.ts'
import { caseApi } from '../../platform/case-api.ts'
import { useTexts } from '../../platform/i18n.ts'
import { Button, Card, TextArea, useReadable } from '../../ui/index.ts'
import { RefusalNotice } from '../forms/RefusalNotice.tsx'
import { SavingLine } from '../forms/SavingLine.tsx'
import { useRequest } from '../forms/use-request.ts'
import record from '../record/Record.module.css'
import styles from './Cases.module.css'
import { NoteText } from './NoteText.tsx'

/** A note that can still be written; of revision 0 while the server has nothing of it. */
export type Draft = Pick<Note, 'id' | 'content' | 'revision' | 'visit' | 'addendumTo'>

interface NoteEditorProps {
  caseId: CaseId
  draft: Draft
  close: () => void
  /** Goes on with what somebody else has made of it. */
  reopen: (draft: Draft) => void
}

/** Writes a draft, which is kept as it is typed, and signs it. */
export function NoteEditor({ caseId, draft, close, reopen }: NoteEditorProps) {
  const t = useTexts('cases')
  const [content, setContent] = useState(draft.content)
  const [saver] = useState(
    () =>
      new AutoSaver<NoteContent>({
        revision: draft.revision,
        save: (after, written) =>
          caseApi.keepNote(caseId, draft.id, {
            after,
            content: written,
            visit: draft.visit,
            addendumTo: draft.addendumTo,
          }),
      }),
  )
  useEffect(() => () => saver.dispose(), [saver])
  const request = useRequest()
  const change = (next: NoteContent): void => {
    setContent(next)
    saver.write(next)
  }
  const sign = (): void =>
    void request.run(async () => {
      if (!(await saver.flush())) return
      await caseApi.signNote(caseId, draft.id, saver.revision)
      close()
    })
  const remove = (): void =>
    void request.run(async () => {
      await saver.flush()
      if (saver.revision > 0) await caseApi.removeNote(caseId, draft.id)
      close()
    })
  return (
    <div className={record.form}>
      <SavingLine saver={saver} />
      <Crossed caseId={caseId} draft={draft} saver={saver} reopen={reopen} />
      <Fields content={content} change={change} />
      <RefusalNotice code={request.refused} here={{ conflict: t('note.crossedSigning') }} />
      <div className={styles.actions}>
        <Button tone="primary" icon={PenLine} disabled={request.sending || isEmpty(content)} onClick={sign}>
          {t('note.sign')}
        </Button>
        <Button
          icon={Save}
          disabled={request.sending}
          onClick={() => void saver.flush().then((isKept) => isKept && close())}
        >
          {t('note.later')}
        </Button>
        <Button icon={Trash2} disabled={request.sending} onClick={remove}>
          {t('note.remove')}
        </Button>
      </div>
      <p className={record.quiet}>{t('note.signing')}</p>
    </div>
  )
}

const isEmpty = (content: NoteContent): boolean => content.kind === 'text' && content.text.trim() === ''

interface FieldsProps {
  content: NoteContent
  change: (content: NoteContent) => void
}

function Fields({ content, change }: FieldsProps) {
  const t = useTexts('cases')
  if (content.kind === 'text') {
    return (
      <TextArea
        label={t('note.text')}
        hint={t('note.hint')}
        maxLength={20_000}
        value={content.text}
        onChange={(event) => change({ kind: 'text', text: event.target.value })}
      />
    )
  }
  return VISIT_ITEMS.map((item) => (
    <TextArea
      key={item}
      label={t(`visit.items.${item}`)}
      hint={t(`visit.hints.${item}`)}
      maxLength={4_000}
      rows={item === 'clinical' || item === 'report' ? 3 : 1}
      value={content.items[item]}
      onChange={(event) => change({ kind: 'visit', items: { ...content.items, [item]: event.target.value } })}
    />
  ))
}

interface CrossedProps extends Pick<NoteEditorProps, 'caseId' | 'draft' | 'reopen'> {
  saver: AutoSaver<NoteContent>
}

/** Somebody else has written into the draft: their words beside one's own, and the choice between them. */
function Crossed({ caseId, draft, saver, reopen }: CrossedProps) {
  const t = useTexts('cases')
  const { status } = useReadable(saver.state)
  const [theirs, setTheirs] = useState<Note | null>(null)
  useEffect(() => {
    if (status !== 'conflict') return
    void caseApi
      .notes(caseId)
      .then(({ notes }) => setTheirs(notes.find(({ id }) => id === draft.id) ?? null))
      .catch(() => undefined)
  }, [status, caseId, draft.id])
  if (status !== 'conflict' || theirs === null) return null
  const name = theirs.by.displayName || t('gone')
  return (
    <Card title={t('note.crossed', { name })} lead={t('note.crossedLead')}>
      <NoteText content={theirs.content} />
      {theirs.signed === null && (
        <div className={styles.actions}>
          <Button onClick={() => reopen(theirs)}>{t('note.theirs')}</Button>
          <Button onClick={() => saver.settle(theirs.revision)}>{t('note.mine')}</Button>
        </div>
      )}
    </Card>
  )
}
