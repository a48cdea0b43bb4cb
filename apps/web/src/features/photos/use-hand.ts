import { Scope } from '@visita/call'
import { useEffect, type RefObject } from 'react'
import { moved, turned, zoomed, type View } from './compare-view.ts'

/** Pixels of the frame for one press of an arrow. */
const STEP = 40
export const LARGER = 1.25
/** Five degrees: a camera that was held a little differently. */
export const TURN = Math.PI / 36

const KEYS: Readonly<Record<string, ((view: View) => View) | undefined>> = {
  ArrowLeft: (view) => moved(view, { x: STEP, y: 0 }),
  ArrowRight: (view) => moved(view, { x: -STEP, y: 0 }),
  ArrowUp: (view) => moved(view, { x: 0, y: STEP }),
  ArrowDown: (view) => moved(view, { x: 0, y: -STEP }),
  '+': (view) => zoomed(view, LARGER),
  '=': (view) => zoomed(view, LARGER),
  '-': (view) => zoomed(view, 1 / LARGER),
  '[': (view) => turned(view, -TURN),
  ']': (view) => turned(view, TURN),
}

type Change = (change: (view: View) => View) => void

/** Moves a view by dragging and the wheel on the element, and by keys that no field on the page wants. */
export function useHand(element: RefObject<HTMLElement | null>, onView: Change): void {
  useEffect(() => {
    const scope = new Scope()
    if (element.current !== null) drag(scope, element.current, onView)
    scope.listen(window, 'keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || isOfField(event.target)) return
      const change = KEYS[event.key]
      if (change === undefined || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      onView(change)
    })
    return () => scope.dispose()
  }, [element, onView])
}

const isOfField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement

function drag(scope: Scope, element: HTMLElement, onView: Change): void {
  let held: { x: number; y: number } | null = null
  const release = (): void => {
    held = null
  }
  scope.listen(element, 'pointerdown', (event) => {
    if (!(event instanceof PointerEvent)) return
    element.setPointerCapture(event.pointerId)
    held = { x: event.clientX, y: event.clientY }
  })
  scope.listen(element, 'pointermove', (event) => {
    if (held === null || !(event instanceof PointerEvent)) return
    const [x, y] = [event.clientX - held.x, event.clientY - held.y]
    held = { x: event.clientX, y: event.clientY }
    onView((view) => moved(view, { x, y }))
  })
  scope.listen(element, 'pointerup', release)
  scope.listen(element, 'pointercancel', release)
  scope.listen(element, 'wheel', (event) => {
    if (!(event instanceof WheelEvent)) return
    event.preventDefault()
    onView((view) => zoomed(view, Math.exp(-event.deltaY / 500)))
  })
}
