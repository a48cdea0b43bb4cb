import type { Scope } from '@visita/call'
import { isBoardKey } from './board-keys.ts'

/**
 * Keeps from Excalidraw what its hidden parts would do: shortcuts, the context menu, pasting and dropping of
 * scenes, links and diagrams. A picture that is pasted or dropped goes to `onPicture`.
 */
export function guardSurface(surface: HTMLElement, onPicture: (picture: Blob) => void, scope: Scope): void {
  const capture = <E extends keyof HTMLElementEventMap>(
    event: E,
    handler: (event: HTMLElementEventMap[E]) => void,
  ): void => {
    surface.addEventListener(event, handler, { capture: true })
    scope.add(() => surface.removeEventListener(event, handler, { capture: true }))
  }
  const takePicture = (data: DataTransfer | null): void => {
    const picture = Array.from(data?.files ?? []).find(({ type }) => type.startsWith('image/'))
    if (picture) onPicture(picture)
  }

  capture('keydown', (event) => {
    if (!typing(event) && !isBoardKey(event)) event.stopPropagation()
  })
  capture('contextmenu', stop)
  capture('paste', (event) => {
    if (typing(event)) return
    stop(event)
    takePicture(event.clipboardData)
  })
  capture('dragover', stop)
  capture('drop', (event) => {
    stop(event)
    takePicture(event.dataTransfer)
  })
}

function stop(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}

/** Whether the event is for the text of a note that is being written. */
const typing = ({ target }: Event): boolean => target instanceof HTMLTextAreaElement
