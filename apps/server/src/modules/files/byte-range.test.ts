import { expect, test } from 'vitest'
import { byteRangeOf } from './byte-range.ts'

test.each([
  ['bytes=0-0', { start: 0, end: 1 }],
  ['bytes=10-19', { start: 10, end: 20 }],
  ['bytes=90-', { start: 90, end: 100 }],
  ['bytes=90-500', { start: 90, end: 100 }],
  ['bytes=-30', { start: 70, end: 100 }],
  ['bytes=-500', { start: 0, end: 100 }],
])('of 100 bytes %s is a part', (header, part) => {
  expect(byteRangeOf(header, 100)).toEqual(part)
})

test.each([
  undefined,
  '',
  'bytes=-',
  'bytes=-0',
  'bytes=100-',
  'bytes=20-10',
  'bytes=0-1,5-6',
  'bytes=a-b',
  'lines=1-2',
  `bytes=${'9'.repeat(400)}-`,
])('of 100 bytes %s is no part: the whole is sent', (header) => {
  expect(byteRangeOf(header, 100)).toBeNull()
})

test('of nothing there is no part', () => {
  expect(byteRangeOf('bytes=0-0', 0)).toBeNull()
  expect(byteRangeOf('bytes=-1', 0)).toBeNull()
})
