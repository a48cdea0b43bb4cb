import { expect, it } from 'vitest'
import { wordsOf } from './wait-words.ts'

const MINUTE = 60_000

it.each([
  [null, { key: 'nobody' }],
  [0, { key: 'soon' }],
  [MINUTE - 1, { key: 'soon' }],
  [MINUTE, { key: 'minutes', count: 1 }],
  [9.2 * MINUTE, { key: 'minutes', count: 10 }],
  [11 * MINUTE, { key: 'minutes', count: 15 }],
  [42 * MINUTE, { key: 'minutes', count: 45 }],
  [60 * MINUTE, { key: 'long' }],
])('[B1] an expected wait of %s ms is told no more exactly than anybody can know', (wait, words) => {
  expect(wordsOf(wait)).toEqual(words)
})
