import { expect, test } from 'vitest'
import { summarise, tallyOf, together } from './tier.ts'

const allPassed = { passed: 3, failed: 0, skipped: 0 }

test('a run whose tests all passed counts them', () => {
  expect(tallyOf(allPassed, 0)).toEqual({ passed: 3, failed: 0 })
})

test('a skipped test counts as failed', () => {
  expect(tallyOf({ passed: 3, failed: 1, skipped: 2 }, 1)).toEqual({ passed: 3, failed: 3 })
})

test('a run without tests counts as failed', () => {
  expect(tallyOf({ passed: 0, failed: 0, skipped: 0 }, 0)).toEqual({ passed: 0, failed: 1 })
})

test('a runner that fails outside any test counts as failed', () => {
  expect(tallyOf(allPassed, 1)).toEqual({ passed: 3, failed: 1 })
})

test('two runs of a tier are counted together, and what either could not run is said', () => {
  const whole = { passed: 5, failed: 1 }
  expect(together(whole, { passed: 2, failed: 0 })).toEqual({ passed: 7, failed: 1 })
  expect(together(whole, { passed: 0, failed: 0, notRun: 'no Chromium' })).toEqual({
    ...whole,
    notRun: 'no Chromium',
  })
})

test('the last line sums the tiers', () => {
  const tallies = [
    { passed: 1, failed: 0 },
    { passed: 20, failed: 2 },
  ]
  expect(summarise(tallies)).toEqual({ line: '21 passed, 2 failed', exitCode: 1 })
})

test('a tier that did not run keeps the whole from being green', () => {
  const tallies = [
    { passed: 5, failed: 0 },
    { passed: 0, failed: 0, notRun: 'no Chromium' },
  ]
  expect(summarise(tallies)).toEqual({ line: '5 passed, 0 failed', exitCode: 1 })
})

test('no tier at all is not green', () => {
  expect(summarise([]).exitCode).toBe(1)
})
