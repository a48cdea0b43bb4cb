import { getFreeDrawSvgPath } from '@excalidraw/excalidraw'
import { Scope, type LiveStroke } from '@visita/call'
import { useEffect, useRef } from 'react'
import type { BoardEditor, BoardView } from './board-editor.ts'
import type { BoardModel } from './board-model.ts'
import styles from './Board.module.css'
import { toFreeDraw } from './excalidraw-types.ts'

interface LiveOverlayProps {
  model: BoardModel
  editor: BoardEditor
}

/**
 * What the other person does at this moment, above the drawing surface: the stroke under their pen, and
 * their pointer. Drawn by itself, so that its cost does not depend on what is on the board.
 *
 * `data-points` on the canvas is the number of points of the unfinished stroke that are drawn.
 */
export default function LiveOverlay({ model, editor }: LiveOverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const pointer = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const scope = new Scope()
    if (canvas.current) showStroke(canvas.current, model, editor, scope)
    if (pointer.current) showPointer(pointer.current, model, editor, scope)
    return () => scope.dispose()
  }, [model, editor])
  return (
    <div className={styles.overlay} aria-hidden>
      <canvas ref={canvas} className={styles.live} data-points="0" />
      <div ref={pointer} className={styles.pointer} hidden>
        <span className={styles.arrow} />
        <span className={styles.name}>{model.peerName}</span>
      </div>
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
    drawStroke(canvas, sync.liveStroke, view.get())
  }
  const inNextFrame = (): void => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      drawnInThisFrame = false
      if (sync.liveStroke) draw()
      // The finished element shows one frame later; until then the stroke stays, so that it does not flicker.
      else frame = requestAnimationFrame(() => (frame = requestAnimationFrame(draw)))
    })
  }
  // The first points of a frame at once, so that they make the frame that is about to be shown; what comes
  // after them in the same frame together, so that a fast pen costs no more than one drawing a frame.
  const onStroke = (): void => {
    if (sync.liveStroke?.points.length && !drawnInThisFrame) {
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

function drawStroke(canvas: HTMLCanvasElement, stroke: LiveStroke | null, view: BoardView): void {
  const context = canvas.getContext('2d')
  if (!context) return
  context.resetTransform()
  context.clearRect(0, 0, canvas.width, canvas.height)
  canvas.dataset['points'] = String(stroke?.points.length ?? 0)
  if (!stroke || stroke.points.length === 0) return
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

function showPointer(mark: HTMLElement, { pointer }: BoardModel, { view }: BoardEditor, scope: Scope): void {
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
