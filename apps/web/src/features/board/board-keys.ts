/* Excalidraw has a shortcut for nearly every key: other shapes, links, a command palette, export. Only what
   our toolbar also offers gets through to it. */
const PLAIN = new Set([
  'Backspace',
  'Delete',
  'Enter',
  'Escape',
  ' ',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
])
const WITH_CONTROL = new Set(['z', 'y', '+', '-', '=', '0'])

interface Key {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** Whether the drawing surface may see a key that was not typed into a note. */
export function isBoardKey({ key, ctrlKey, metaKey, altKey }: Key): boolean {
  if (altKey) return false
  return ctrlKey || metaKey ? WITH_CONTROL.has(key.toLowerCase()) : PLAIN.has(key)
}
