import {
  Eraser,
  Hand,
  ImagePlus,
  Maximize,
  MousePointer2,
  Pencil,
  Trash2,
  Type,
  Undo2,
  X,
  type LucideIcon,
} from 'lucide-react'
import { useRef, useState } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { BarButton, useReadable } from '../../ui/index.ts'
import { BOARD_TOOLS, type BoardEditor, type BoardTool } from './board-editor.ts'
import styles from './Board.module.css'

const ICONS: Record<BoardTool, LucideIcon> = {
  pen: Pencil,
  text: Type,
  eraser: Eraser,
  select: MousePointer2,
  hand: Hand,
}

/** Dark enough for paper, but for yellow, which is for dark pictures such as an X-ray. */
export const COLOURS = {
  black: '#1e1e1e',
  red: '#e03131',
  blue: '#1971c2',
  green: '#2f9e44',
  yellow: '#ffd43b',
} as const
type Colour = keyof typeof COLOURS
const COLOUR_NAMES: readonly Colour[] = ['black', 'red', 'blue', 'green', 'yellow']

interface BoardToolbarProps {
  editor: BoardEditor
  onPicture: (file: File) => void
  onClear: () => void
  onClose?: (() => void) | undefined
}

export default function BoardToolbar({ editor, onPicture, onClear, onClose }: BoardToolbarProps) {
  const t = useTexts('board')
  return (
    <div className={styles.toolbar}>
      <fieldset aria-label={t('tools')} className={styles.group}>
        <ToolButtons editor={editor} />
      </fieldset>
      <ColourButtons editor={editor} />
      <div className={styles.group}>
        <BarButton icon={Undo2} onClick={() => editor.undo()}>
          {t('undo')}
        </BarButton>
        <BarButton icon={Trash2} onClick={onClear}>
          {t('clear')}
        </BarButton>
        <PictureButton onPicture={onPicture} />
        <BarButton icon={Maximize} onClick={() => editor.showAll()}>
          {t('showAll')}
        </BarButton>
        {onClose && (
          <BarButton icon={X} onClick={onClose}>
            {t('close')}
          </BarButton>
        )}
      </div>
    </div>
  )
}

function ToolButtons({ editor }: { editor: BoardEditor }) {
  const t = useTexts('board')
  const current = useReadable(editor.tool)
  return BOARD_TOOLS.map((tool) => (
    <BarButton
      key={tool}
      icon={ICONS[tool]}
      aria-pressed={tool === current}
      onClick={(event) => {
        // Pressed with the keyboard: there is no mouse to say where the note goes.
        if (tool === 'text' && event.detail === 0) editor.writeInTheMiddle()
        else editor.setTool(tool)
      }}
    >
      {t(`tool.${tool}`)}
    </BarButton>
  ))
}

function ColourButtons({ editor }: { editor: BoardEditor }) {
  const t = useTexts('board')
  const [current, setCurrent] = useState<Colour>('black')
  return (
    <fieldset aria-label={t('colours')} className={styles.group}>
      {COLOUR_NAMES.map((colour) => (
        <button
          key={colour}
          type="button"
          className={styles.colour}
          aria-pressed={colour === current}
          onClick={() => {
            setCurrent(colour)
            editor.setColour(COLOURS[colour])
          }}
        >
          <span className={styles.swatch} style={{ background: COLOURS[colour] }} />
          <span>{t(`colour.${colour}`)}</span>
        </button>
      ))}
    </fieldset>
  )
}

function PictureButton({ onPicture }: { onPicture: (file: File) => void }) {
  const t = useTexts('board')
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <BarButton icon={ImagePlus} onClick={() => input.current?.click()}>
        {t('picture')}
      </BarButton>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          // Emptied, so that choosing the same picture again is a change again.
          currentTarget.value = ''
          if (file) onPicture(file)
        }}
      />
    </>
  )
}
