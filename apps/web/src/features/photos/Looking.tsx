import type { Alignment } from '@visita/lesion'
import type { CaseId, Photo } from '@visita/protocol'
import { Focus, RotateCcw, RotateCw, ScanSearch, ZoomIn, ZoomOut } from 'lucide-react'
import { useRef, useState, type CSSProperties, type ReactNode } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { photoApi } from '../../platform/photo-api.ts'
import { Button, Select, useSize, type Size } from '../../ui/index.ts'
import { alignedBy, css, matrixFor, shownSize, turned, WHOLE, zoomed, type View } from './compare-view.ts'
import styles from './Photos.module.css'
import { LARGER, TURN, useHand } from './use-hand.ts'

const WAYS = ['beside', 'fade', 'swipe'] as const
type Way = (typeof WAYS)[number]

interface LookingProps {
  of: CaseId
  left: Photo
  right: Photo
  alignment: Alignment | null
  onAlign: () => void
}

/** Both photographs, moved, enlarged and turned as one. */
export function Looking({ of, left, right, alignment, onAlign }: LookingProps) {
  const t = useTexts('photos')
  const [way, setWay] = useState<Way>('beside')
  const [view, setView] = useState<View>(WHOLE)
  const [mix, setMix] = useState(50)
  const element = useRef<HTMLDivElement>(null)
  const frame = useSize(element)
  useHand(element, setView)
  const half: Size = way === 'beside' ? { ...frame, width: frame.width / 2 } : frame
  const matrix = matrixFor(shownSize(left), half, view)
  const over = alignment === null ? matrixFor(shownSize(right), half, view) : alignedBy(matrix, alignment)
  const shown = {
    left: { photo: left, style: { transform: css(matrix) } },
    right: { photo: right, style: { transform: css(over) } },
  }
  return (
    <>
      <Tools way={way} onWay={setWay} onView={(change) => setView(change)}>
        <Button icon={Focus} aria-pressed={alignment !== null} onClick={onAlign}>
          {t(alignment === null ? 'compare.align' : 'compare.alignStop')}
        </Button>
      </Tools>
      <div ref={element} className={styles.frame} data-way={way} role="group" aria-label={t('compare.view')}>
        <Picture of={of} {...shown.left} around={{}} />
        <Picture of={of} {...shown.right} around={aroundRight(way, mix)} />
      </div>
      {way !== 'beside' && (
        <label className={styles.mix}>
          {t('compare.mix')}
          <input
            type="range"
            min={0}
            max={100}
            value={mix}
            onChange={({ target }) => setMix(target.valueAsNumber)}
          />
        </label>
      )}
    </>
  )
}

function aroundRight(way: Way, mix: number): CSSProperties {
  if (way === 'fade') return { opacity: mix / 100 }
  return way === 'swipe' ? { clipPath: `inset(0 0 0 ${100 - mix}%)` } : {}
}

interface PictureProps {
  of: CaseId
  photo: Photo
  style: CSSProperties
  around: CSSProperties
}

function Picture({ of, photo, style, around }: PictureProps) {
  const t = useTexts('photos')
  const { width, height } = shownSize(photo)
  return (
    <div className={styles.pane} style={around}>
      <img
        src={photoApi.address(of, photo.id, 'screen')}
        alt={t('strip.photo', {
          slot: t(`slot.${photo.slot}`),
          day: new Date(photo.takenAt).toLocaleDateString(),
        })}
        width={width}
        height={height}
        style={style}
        draggable={false}
      />
      <strong className={styles.date}>
        {new Date(photo.takenAt).toLocaleDateString([], { dateStyle: 'medium' })}
      </strong>
    </div>
  )
}

interface ToolsProps {
  way: Way
  onWay: (way: Way) => void
  onView: (change: (view: View) => View) => void
  children: ReactNode
}

function Tools({ way, onWay, onView, children }: ToolsProps) {
  const t = useTexts('photos')
  return (
    <div className={styles.actions}>
      <Select
        label={t('compare.way')}
        value={way}
        onChange={({ target }) => onWay(WAYS.find((each) => each === target.value) ?? 'beside')}
      >
        {WAYS.map((each) => (
          <option key={each} value={each}>
            {t(`compare.${each}`)}
          </option>
        ))}
      </Select>
      <Button icon={ZoomIn} onClick={() => onView((view) => zoomed(view, LARGER))}>
        {t('compare.larger')}
      </Button>
      <Button icon={ZoomOut} onClick={() => onView((view) => zoomed(view, 1 / LARGER))}>
        {t('compare.smaller')}
      </Button>
      <Button icon={RotateCcw} onClick={() => onView((view) => turned(view, -TURN))}>
        {t('compare.turnLeft')}
      </Button>
      <Button icon={RotateCw} onClick={() => onView((view) => turned(view, TURN))}>
        {t('compare.turnRight')}
      </Button>
      <Button icon={ScanSearch} onClick={() => onView(() => WHOLE)}>
        {t('compare.reset')}
      </Button>
      {children}
    </div>
  )
}
