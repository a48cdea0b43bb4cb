import { Camera, FilePlus } from 'lucide-react'
import { useEffect, useRef, useState, type DragEvent, type ReactNode, type RefObject } from 'react'
import texts from '../../locales/en/files.json'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import { Button, Notice, useReadable } from '../../ui/index.ts'
import { FileItem } from './FileItem.tsx'
import type { FilesModel } from './files-model.ts'
import styles from './FilesPanel.module.css'

// The texts come with the panel, not with the first page.
addTexts('files', texts)

interface FilesPanelProps {
  files: FilesModel
  peerName: string
  onDrawOn: (picture: Blob) => void
  /** What else can be done about files. */
  children: ReactNode
}

/** Sending files, and those that were sent both ways (A10). The panel around it belongs to the room. */
export function FilesPanel({ files, peerName, onDrawOn, children }: FilesPanelProps) {
  const t = useTexts('files')
  const cards = useReadable(files.cards)
  const [dragging, setDragging] = useState(false)
  const news = useReadable(files.news)
  useEffect(() => {
    if (news > 0) files.look()
  }, [files, news])
  const over = (event: DragEvent): void => {
    event.preventDefault()
    setDragging(true)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setDragging(false)
    files.send(event.dataTransfer.files)
  }
  return (
    <div
      className={styles.files}
      data-dragging={dragging}
      onDragOver={over}
      onDragLeave={() => setDragging(false)}
      onDrop={drop}
    >
      <ul className={styles.list} aria-label={t('title')}>
        {cards.length === 0 && <li className={styles.empty}>{t('empty', { name: peerName })}</li>}
        {cards.toReversed().map((card) => (
          <FileItem key={`${card.person.id} ${card.id}`} card={card} files={files} onDrawOn={onDrawOn} />
        ))}
      </ul>
      <Problem files={files} />
      {children}
      <Choosing files={files} />
    </div>
  )
}

function Problem({ files }: { files: FilesModel }) {
  const t = useTexts('files')
  const problem = useReadable(files.problem)
  if (problem === null) return null
  const dismiss = <Button onClick={() => files.dismissProblem()}>{t('dismiss')}</Button>
  return (
    <Notice tone="problem" actions={dismiss}>
      {t(`problem.${problem.code}`, { name: problem.name })}
    </Notice>
  )
}

function Choosing({ files }: { files: FilesModel }) {
  const t = useTexts('files')
  const chooser = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const send = (input: RefObject<HTMLInputElement | null>): void => {
    if (input.current === null) return
    files.send(input.current.files ?? [])
    // Choosing the same file again is then a change again.
    input.current.value = ''
  }
  return (
    <div className={styles.choosing}>
      <input ref={chooser} type="file" multiple hidden onChange={() => send(chooser)} />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        onChange={() => send(camera)}
      />
      <Button tone="primary" icon={FilePlus} onClick={() => chooser.current?.click()}>
        {t('choose')}
      </Button>
      <span className={styles.photo}>
        <Button icon={Camera} onClick={() => camera.current?.click()}>
          {t('photo')}
        </Button>
      </span>
      <span className={styles.drop}>{t('drop')}</span>
    </div>
  )
}
