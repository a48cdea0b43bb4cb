import { getFreeDrawSvgPath } from '@excalidraw/excalidraw'
import { Scope, type LiveStroke } from '@visita/call'
import { useEffect, useRef } from 'react'
import type { BoardEditor, BoardView } from './board-editor.ts'
import type { BoardModel, BoardPerson } from './board-model.ts'
import styles from './Board.module.css'
import { useReadable } from '../../ui/index.ts'
import { toFreeDraw } from './excalidraw-types.ts'

interface LiveOverlayProps {
  model: BoardModel
  editor: BoardEditor
}

/**
 * What the others do at this moment, above the drawing surface: the stroke under each one's pen, and their
 * pointers. Drawn by itself, so that its cost does not depend on what is on the board.
 *
 * `data-points` on the canvas is the number of points of the unfinished strokes that are drawn.
 */
export default function LiveOverlay({ model, editor }: LiveOverlayProps) {
  const people = useReadable(model.people)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const scope = new Scope()
    if (canvas.current) showStroke(canvas.current, model, editor, scope)
    return () => scope.dispose()
  }, [model, editor])
  return (
    <div className={styles.overlay} aria-hidden>
      <canvas ref={canvas} className={styles.live} data-points="0" />
      {people.map((person) => (
        <Pointer key={person.id} person={person} editor={editor} />
      ))}
    </div>
  )
}

function Pointer({ person, editor }: { person: BoardPerson; editor: BoardEditor }) {
  const mark = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const scope = new Scope()
    if (mark.current) showPointer(mark.current, person, editor, scope)
    return () => scope.dispose()
  }, [person, editor])
  return (
    <div ref={mark} className={styles.pointer} hidden>
      <span className={styles.arrow} />
      <span className={styles.name}>{person.displayName}</span>
    </div>
  )
}

function showStroke(
  canvas: HTMLCanvasElement,
  { sync }: BoardModel,
  { view }: BoardEditor,
  scope: Scope,
): void {
  let frame = 0
  let drawnInThisFrame = false
  const draw = (): void => {
    drawStrokes(canvas, sync.liveStrokes, view.get())
  }
  const inNextFrame = (): void => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      drawnInThisFrame = false
      if (sync.liveStrokes.length > 0) draw()
      // The finished element shows one frame later; until then the stroke stays, so that it does not flicker.
      else frame = requestAnimationFrame(() => (frame = requestAnimationFrame(draw)))
    })
  }
  // The first points of a frame at once, so that they make the frame that is about to be shown; what comes
  // after them in the same frame together, so that a fast pen costs no more than one drawing a frame.
  const onStroke = (): void => {
    if (!drawnInThisFrame && sync.liveStrokes.some(({ points }) => points.length > 0)) {
      drawnInThisFrame = true
      draw()
    }
    inNextFrame()
  }
  scope.add(sync.on('stroke', onStroke))
  scope.add(view.subscribe(inNextFrame))
  scope.add(() => cancelAnimationFrame(frame))
  const resized = new ResizeObserver(([entry]) => {
    canvas.width = Math.round((entry?.contentRect.width ?? 0) * devicePixelRatio)
    canvas.height = Math.round((entry?.contentRect.height ?? 0) * devicePixelRatio)
    draw()
  })
  resized.observe(canvas)
  scope.add(() => resized.disconnect())
}

function drawStrokes(canvas: HTMLCanvasElement, strokes: readonly LiveStroke[], view: BoardView): void {
  const context = canvas.getContext('2d')
  if (!context) return
  context.resetTransform()
  context.clearRect(0, 0, canvas.width, canvas.height)
  canvas.dataset['points'] = String(strokes.reduce((sum, { points }) => sum + points.length, 0))
  for (const stroke of strokes) if (stroke.points.length > 0) drawStroke(context, stroke, view)
}

function drawStroke(context: CanvasRenderingContext2D, stroke: LiveStroke, view: BoardView): void {
  const scale = devicePixelRatio * view.zoom
  context.setTransform(
    scale,
    0,
    0,
    scale,
    scale * (stroke.x + view.scrollX),
    scale * (stroke.y + view.scrollY),
  )
  context.fillStyle = stroke.colour
  // The same outline that Excalidraw gives the finished element.
  const outline = new Path2D(getFreeDrawSvgPath(toFreeDraw(stroke)))
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, not an array
  context.fill(outline)
}

function showPointer(mark: HTMLElement, { pointer }: BoardPerson, { view }: BoardEditor, scope: Scope): void {
  const move = (): void => {
    const at = pointer.theirs.get()
    mark.hidden = at === null
    if (!at) return
    const { scrollX, scrollY, zoom } = view.get()
    mark.style.transform = `translate(${(at[0] + scrollX) * zoom}px, ${(at[1] + scrollY) * zoom}px)`
  }
  scope.add(pointer.theirs.subscribe(move))
  scope.add(view.subscribe(move))
  move()
}
