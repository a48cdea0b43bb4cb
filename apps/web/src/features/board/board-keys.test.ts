import { expect, it } from 'vitest'
import { isBoardKey } from './board-keys.ts'

const press = (key: string, modifiers: Partial<Parameters<typeof isBoardKey>[0]> = {}): boolean =>
  isBoardKey({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifiers })

it('lets through what the toolbar also offers: undo, erasing, moving, zoom', () => {
  expect(press('z', { ctrlKey: true })).toBe(true)
  expect(press('Z', { metaKey: true })).toBe(true)
  expect(press('Delete')).toBe(true)
  expect(press('ArrowUp')).toBe(true)
  expect(press('+', { ctrlKey: true })).toBe(true)
})

it.each([
  ['another tool', 'r', {}],
  ['a tool by number', '2', {}],
  ['a link', 'k', { ctrlKey: true }],
  ['opening a file', 'o', { ctrlKey: true }],
  ['the export dialog', 'e', { ctrlKey: true }],
  ['the help dialog', '?', {}],
  ['dark mode', 'd', { altKey: true }],
])('keeps from the library: %s', (_what, key, modifiers) => {
  expect(press(key, modifiers)).toBe(false)
})
