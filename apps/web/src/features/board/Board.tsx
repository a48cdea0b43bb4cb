import { Excalidraw, FONT_FAMILY } from '@excalidraw/excalidraw'
import type { ExcalidrawImperativeAPI, ExcalidrawInitialDataState } from '@excalidraw/excalidraw/types'
import '@excalidraw/excalidraw/index.css'
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react'
import texts from '../../locales/en/board.json'
import { addTexts, useTexts } from '../../platform/i18n.ts'
import { namesOf } from '../../platform/names.ts'
import { Button, Dialog, Notice, useReadable } from '../../ui/index.ts'
import styles from './Board.module.css'
import { BoardEditor } from './board-editor.ts'
import type { BoardModel } from './board-model.ts'
import { drawPicture } from './board-picture.ts'
import BoardToolbar, { COLOURS } from './BoardToolbar.tsx'
import LiveOverlay from './LiveOverlay.tsx'

declare global {
  interface Window {
    EXCALIDRAW_ASSET_PATH?: string
  }
}

addTexts('board', texts)
// Fonts come from us, not from a public host: excalidraw-assets.ts puts them there.
window.EXCALIDRAW_ASSET_PATH = '/excalidraw/'

const START: ExcalidrawInitialDataState = {
  appState: {
    activeTool: { type: 'freedraw', customType: null, lastActiveTool: null, locked: true },
    viewBackgroundColor: '#ffffff',
    currentItemStrokeColor: COLOURS.black,
    currentItemStrokeWidth: 2,
    currentItemFontFamily: FONT_FAMILY.Nunito,
    currentItemFontSize: 28,
  },
}
const NO_OWN_PICTURES = { tools: { image: false } }

interface BoardProps {
  model: BoardModel
  onClose?: () => void
}

/** The shared whiteboard on screen (A11, A12). Load it with `React.lazy`: it brings the drawing library. */
export default function Board({ model, onClose }: BoardProps) {
  const t = useTexts('board')
  const people = useReadable(model.people)
  const surface = useRef<HTMLElement>(null)
  const { editor, setApi } = useEditor(surface, model)
  const [asking, setAsking] = useState(false)

  useEffect(() => {
    model.opened(drawPicture)
    return () => model.closed()
  }, [model])

  return (
    <section className={styles.board} aria-label={t('title')}>
      {editor && (
        <BoardToolbar
          editor={editor}
          onPicture={(file) => void model.drawOn(file)}
          onClear={() => setAsking(true)}
          onClose={onClose}
        />
      )}
      <BoardNotice model={model} />
      <section
        ref={surface}
        className={styles.surface}
        aria-label={t('area', { name: namesOf(people) })}
        onPointerLeave={() => model.point(null)}
      >
        <Excalidraw
          excalidrawAPI={setApi}
          initialData={START}
          theme="light"
          langCode="en"
          validateEmbeddable={false}
          aiEnabled={false}
          UIOptions={NO_OWN_PICTURES}
          onPointerUpdate={({ pointer }) => model.point([pointer.x, pointer.y])}
        />
        {editor && <LiveOverlay model={model} editor={editor} />}
      </section>
      <Notes model={model} />
      {asking && (
        <Dialog
          title={t('clearQuestion.title')}
          onDismiss={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{t('clearQuestion.cancel')}</Button>
              <Button
                tone="danger"
                onClick={() => {
                  setAsking(false)
                  editor?.clear()
                }}
              >
                {t('clearQuestion.confirm')}
              </Button>
            </>
          }
        >
          <p>{t('clearQuestion.text')}</p>
        </Dialog>
      )}
    </section>
  )
}

/** The editor of the drawing surface, once that is ready. */
function useEditor(surface: RefObject<HTMLElement | null>, model: BoardModel) {
  const [api, setApi] = useState<ExcalidrawImperativeAPI | null>(null)
  const editor = useMemo(() => api && new BoardEditor(api, model), [api, model])
  useEffect(() => (surface.current && editor ? editor.start(surface.current) : undefined), [editor, surface])
  return { editor, setApi }
}

function BoardNotice({ model }: { model: BoardModel }) {
  const t = useTexts('board')
  const { preparing, problem } = useReadable(model.state)
  if (problem) {
    return (
      <Notice tone="problem" actions={<Button onClick={() => model.dismissProblem()}>{t('dismiss')}</Button>}>
        {t(`problem.${problem}`)}
      </Notice>
    )
  }
  return preparing ? <Notice>{t('preparing')}</Notice> : null
}

/** A canvas says nothing to a screen reader; the written notes can be read out. */
function Notes({ model }: { model: BoardModel }) {
  const t = useTexts('board')
  const { notes } = useReadable(model.state)
  if (notes.length === 0) return null
  return (
    <ul className="visually-hidden" aria-label={t('notes')} aria-live="polite">
      {notes.map(({ id, text }) => (
        <li key={id}>{text}</li>
      ))}
    </ul>
  )
}
