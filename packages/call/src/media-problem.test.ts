import { expect, it } from 'vitest'
import { mediaProblemOf } from './media-problem.ts'

it.each([
  ['NotAllowedError', 'refused'],
  ['SecurityError', 'refused'],
  ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
  ['InvalidStateError', 'failed'],
])('[A3] the browser’s %s is %s', (name, problem) => {
  expect(mediaProblemOf(new DOMException('', name))).toBe(problem)
})

it('[A3] a browser that cannot capture is unsupported, and what is no error failed', () => {
  expect(mediaProblemOf(new TypeError())).toBe('unsupported')
  expect(mediaProblemOf('NotAllowedError')).toBe('failed')
  expect(mediaProblemOf(undefined)).toBe('failed')
})
