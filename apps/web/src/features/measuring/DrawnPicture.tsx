import type { Point } from '@visita/lesion'
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTexts } from '../../platform/i18n.ts'
import { useSize, type Size } from '../../ui/index.ts'
import { handleNear, type Drawing, type Handle } from './drawing.ts'
import styles from './Measuring.module.css'
import type { Measuring } from './use-measuring.ts'

/** What a finger covers, in pixels of the page. */
const REACH = 24
/** Below it a stroke is a press. */
const STROKE = 12
const STEP = 1
const FAR_STEP = 10

interface DrawnPictureProps {
  measuring: Measuring
  address: string
}

/** The photograph, with outline and scale drawn on it by hand or by keys. */
export function DrawnPicture({ measuring, address }: DrawnPictureProps) {
  const t = useTexts('measuring')
  const frame = useRef<HTMLDivElement>(null)
  const svg = useRef<SVGSVGElement>(null)
  const size = useSize(frame)
  const [stroke, setStroke] = useState<readonly Point[]>([])
  const { picture, drawing, tool, held } = measuring
  const box = boxOf(measuring)
  /** Pixels of the picture in one of the page. */
  const scale = Math.max(box.width / size.width, box.height / size.height)

  const pointAt = (event: PointerEvent): Point | null => {
    const matrix = svg.current?.getScreenCTM()
    if (matrix == null) return null
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse())
    return { x: within(x, picture.width), y: within(y, picture.height) }
  }
  const down = (event: PointerEvent): void => {
    const at = pointAt(event)
    if (at === null) return
    svg.current?.setPointerCapture(event.pointerId)
    // A hand on a point moves it, whatever else it would draw.
    const near = handleNear(drawing, at, REACH * scale)
    const takes = near !== null && tool !== 'look' && (tool === 'correct' || near.of === 'ruler')
    measuring.hold(takes ? near : null)
    setStroke(takes ? [] : [at])
  }
  const move = (event: PointerEvent): void => {
    if (svg.current?.hasPointerCapture(event.pointerId) !== true) return
    const at = pointAt(event)
    if (at === null) return
    if (tool === 'look') measuring.shift({ x: event.movementX * scale, y: event.movementY * scale })
    else if (stroke.length === 0) measuring.moveHeld(at)
    else if (tool === 'draw') setStroke([...stroke, at])
  }
  const up = (): void => {
    const [first] = stroke
    setStroke([])
    if (first === undefined) return
    const away = Math.max(...stroke.map(({ x, y }) => Math.hypot(x - first.x, y - first.y)))
    if (tool === 'draw' && away > STROKE * scale) measuring.stroke(stroke)
    else measuring.press(first)
  }
  return (
    <div ref={frame} className={styles.frame}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application is: its keys move points */}
      <svg
        ref={svg}
        viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- points are moved by its keys
        tabIndex={0}
        role="application"
        aria-roledescription={t('tool.picture')}
        aria-label={`${t('tool.picture')}. ${t('tool.correctHow')}`}
        data-tool={tool}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => setStroke([])}
        onKeyDown={(event) => press(event, measuring)}
      >
        <image href={address} {...picture} />
        <Marks drawing={drawing} held={held} scale={scale} />
        {stroke.length > 1 && (
          <polyline className={styles.stroke} points={text(stroke)} strokeWidth={2 * scale} />
        )}
      </svg>
    </div>
  )
}

const within = (value: number, most: number): number => Math.min(most, Math.max(0, value))

const text = (points: readonly Point[]): string => points.map(({ x, y }) => `${x},${y}`).join(' ')

/** What is seen of the picture. */
function boxOf({ picture, view: { at, zoom } }: Measuring): Size & Point {
  const [width, height] = [picture.width / zoom, picture.height / zoom]
  return {
    width,
    height,
    x: within(at.x - width / 2, picture.width - width),
    y: within(at.y - height / 2, picture.height - height),
  }
}

function press(event: KeyboardEvent, measuring: Measuring): void {
  const step = event.shiftKey ? FAR_STEP : STEP
  const keys: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowLeft: () => measuring.moveHeldBy({ x: -step, y: 0 }),
    ArrowRight: () => measuring.moveHeldBy({ x: step, y: 0 }),
    ArrowUp: () => measuring.moveHeldBy({ x: 0, y: -step }),
    ArrowDown: () => measuring.moveHeldBy({ x: 0, y: step }),
    n: () => measuring.holdBeside(1),
    p: () => measuring.holdBeside(-1),
    a: measuring.addPoint,
    Delete: measuring.removePoint,
    Backspace: measuring.removePoint,
  }
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
  if (act === undefined) return
  event.preventDefault()
  act()
}

interface MarksProps {
  drawing: Drawing
  held: Handle | null
  /** Pixels of the picture in one of the page. */
  scale: number
}

function Marks({ drawing: { outline, scale: ruler }, held, scale }: MarksProps) {
  const isHeld = (at: number): boolean => held?.of === 'outline' && held.at === at
  return (
    <>
      {ruler.kind === 'marker' && (
        <polygon className={styles.marker} points={text(ruler.corners)} strokeWidth={3 * scale} />
      )}
      {outline.length > 1 && (
        <>
          <polygon className={styles.halo} points={text(outline)} strokeWidth={4 * scale} />
          <polygon className={styles.outline} points={text(outline)} strokeWidth={2 * scale} />
        </>
      )}
      {outline.map(({ x, y }, at) => (
        <circle
          // A point has no name but its place in the outline.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          className={styles.point}
          data-held={isHeld(at)}
          cx={x}
          cy={y}
          r={(isHeld(at) ? 8 : 4) * scale}
          strokeWidth={1.5 * scale}
        />
      ))}
      {ruler.kind === 'ruler' && (
        <>
          <line
            className={styles.ruler}
            x1={ruler.from.x}
            y1={ruler.from.y}
            x2={ruler.to.x}
            y2={ruler.to.y}
            strokeWidth={3 * scale}
          />
          {(['from', 'to'] as const).map((end) => (
            <circle
              key={end}
              className={styles.end}
              data-held={held?.of === 'ruler' && held.end === end}
              cx={ruler[end].x}
              cy={ruler[end].y}
              r={9 * scale}
              strokeWidth={2 * scale}
            />
          ))}
        </>
      )}
    </>
  )
}
