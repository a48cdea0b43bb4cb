import {
  noteIdSchema,
  type Case,
  type Note,
  type NoteContent,
  type NoteId,
  type NoteList,
  type UnreadableNote,
} from '@visita/protocol'
import { FilePlus2, MessageSquarePlus, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { useReached } from '../../platform/use-fragment.ts'
import { Button, Card, Notice, useReadable } from '../../ui/index.ts'
import type { ReadingModel } from '../record/reading-model.ts'
import record from '../record/Record.module.css'
import { Shown } from '../record/Shown.tsx'
import { dayAndTime } from '../record/times.ts'
import styles from './Cases.module.css'
import { NoteEditor, type Draft } from './NoteEditor.tsx'
import { NoteText } from './NoteText.tsx'
import { VisitChoice } from './VisitChoice.tsx'

interface NotesCardProps {
  of: Case
  model: ReadingModel<NoteList>
  /** The name of the clinic; null where it has none. */
  clinic: string | null
}

/** The notes of a case: drafts first, and what was signed with what was added to it. */
export function NotesCard({ of, model, clinic }: NotesCardProps) {
  const t = useTexts('cases')
  const [draft, setDraft] = useState<Draft | null>(null)
  const state = useReadable(model.state)
  const begin = (content: NoteContent, links: Partial<Pick<Note, 'visit' | 'addendumTo'>> = {}): void =>
    setDraft({
      id: noteIdSchema.parse(crypto.randomUUID()),
      content,
      revision: 0,
      visit: null,
      addendumTo: null,
      ...links,
    })
  const closed = async (): Promise<void> => {
    await model.load()
    setDraft(null)
  }
  if (draft !== null) {
    return (
      <Card title={t(`note.${draft.addendumTo === null ? 'writing' : 'adding'}`)} lead={t('note.keptLead')}>
        <NoteEditor
          key={`${draft.id}.${draft.revision}`}
          caseId={of.id}
          draft={draft}
          close={() => void closed()}
          reopen={setDraft}
        />
      </Card>
    )
  }
  return (
    <Card title={t('note.title')}>
      <Shown model={model}>
        {({ notes, unreadable }) => (
          <>
            {unreadable.map((each) => (
              <Unreadable key={each.id} note={each} />
            ))}
            {notes.length + unreadable.length === 0 && <p className={record.quiet}>{t('note.none')}</p>}
            <ol className={record.list}>
              {notes
                .filter(({ addendumTo, signed }) => addendumTo === null || signed === null)
                .map((note) => (
                  <OneNote
                    key={note.id}
                    note={note}
                    additions={notes.filter(({ addendumTo, signed }) => signed && addendumTo === note.id)}
                    edit={of.mayWrite ? setDraft : null}
                    add={of.mayWrite ? (id) => begin({ kind: 'text', text: '' }, { addendumTo: id }) : null}
                  />
                ))}
            </ol>
          </>
        )}
      </Shown>
      {of.mayWrite && state.status === 'read' && (
        <div className={styles.actions}>
          <Button tone="primary" icon={FilePlus2} onClick={() => begin({ kind: 'text', text: '' })}>
            {t('note.new')}
          </Button>
          <VisitChoice
            patientId={of.patient.id}
            clinic={clinic}
            begin={(content, visit) => begin(content, { visit })}
          />
        </div>
      )}
    </Card>
  )
}

function Addition({ note: { id, by, writtenAt, content } }: { note: Note }) {
  const t = useTexts('cases')
  const reached = useReached(`note-${id}`)
  return (
    <div ref={reached} className={styles.addition}>
      <p className={record.quiet}>
        {t('note.addedBy', { name: by.displayName || t('gone'), time: dayAndTime(writtenAt) })}
      </p>
      <NoteText content={content} />
    </div>
  )
}

function Unreadable({ note: { by, writtenAt, signed } }: { note: UnreadableNote }) {
  const t = useTexts('cases')
  const name = (signed?.by ?? by).displayName || t('gone')
  return (
    <Notice tone="problem" title={t('note.unreadable', { name, time: dayAndTime(signed?.at ?? writtenAt) })}>
      {t('note.unreadableHow')}
    </Notice>
  )
}

interface OneNoteProps {
  note: Note
  additions: readonly Note[]
  edit: ((draft: Draft) => void) | null
  add: ((to: NoteId) => void) | null
}

function OneNote({ note, additions, edit, add }: OneNoteProps) {
  const t = useTexts('cases')
  const reached = useReached(`note-${note.id}`)
  const name = (note.signed?.by ?? note.by).displayName || t('gone')
  const time = dayAndTime(note.signed?.at ?? note.writtenAt)
  return (
    <li ref={reached} className={styles.note} data-draft={note.signed === null}>
      <p className={record.quiet}>
        {t(note.signed === null ? 'note.draftBy' : 'note.signedBy', { name, time })}
      </p>
      <NoteText content={note.content} />
      {additions.map((each) => (
        <Addition key={each.id} note={each} />
      ))}
      {note.signed === null && edit !== null && (
        <Button icon={Pencil} onClick={() => edit(note)}>
          {t('note.goOn')}
        </Button>
      )}
      {note.signed !== null && add !== null && (
        <Button icon={MessageSquarePlus} onClick={() => add(note.id)}>
          {t('note.add')}
        </Button>
      )}
    </li>
  )
}
