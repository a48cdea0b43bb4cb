import { expect, test } from 'vitest'
import {
  atLeastPlus,
  atLeastTimes,
  atMost,
  atMostPlus,
  atMostTimes,
  longestGap,
  median,
  rowOf,
} from './result.ts'

test('the median of an even number of samples lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([9, 1, 5])).toBe(5)
  expect(median([])).toBeNull()
})

test('the longest gap is between neighbours', () => {
  expect(longestGap([0, 33, 66, 266, 300])).toBe(200)
  expect(longestGap([5])).toBe(0)
})

test('a row compares the medians of both sides', () => {
  const subject = { name: 'accept to first frame', unit: 'ms', bar: atMostTimes(1.3) }
  const row = rowOf(subject, [300, 260, 280], { name: 'floor', samples: [250, 240, 245] })
  expect(row).toEqual({
    name: 'accept to first frame',
    value: 280,
    unit: 'ms',
    reference: 'floor',
    referenceValue: 245,
    ratio: 1.143,
    bar: '≤ 1.3 × reference',
    holds: true,
  })
})

test('decibels are compared by their difference', () => {
  const subject = { name: 'noise', unit: 'dB', bar: atLeastPlus(-0.5, 'dB') }
  const row = rowOf(subject, [20], { name: 'untreated', samples: [10] })
  expect(row).toMatchObject({ ratio: 10, bar: '≥ reference − 0.5 dB', holds: true })
  expect(rowOf(subject, [9], { name: 'untreated', samples: [10] }).holds).toBe(false)
})

test('what could not be measured does not hold its bar', () => {
  expect(rowOf({ name: 'chat', unit: 'ms', bar: atMost(5, 'ms') }, [])).toMatchObject({
    value: null,
    holds: false,
  })
  const subject = { name: 'file', unit: 'MB/s', bar: atLeastTimes(0.8) }
  expect(rowOf(subject, [40], { name: 'floor', samples: [] })).toMatchObject({ ratio: null, holds: false })
})

test('each bar holds up to its limit and not beyond', () => {
  expect([atMost(5, 'ms').holds(5, null), atMost(5, 'ms').holds(5.1, null)]).toEqual([true, false])
  expect([atMostTimes(2).holds(20, 10), atMostTimes(2).holds(21, 10)]).toEqual([true, false])
  expect([atLeastTimes(0.8).holds(8, 10), atLeastTimes(0.8).holds(7.9, 10)]).toEqual([true, false])
  expect([atMostPlus(34, 'ms').holds(134, 100), atMostPlus(34, 'ms').holds(135, 100)]).toEqual([true, false])
})
